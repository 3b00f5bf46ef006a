<?xml version="1.0" encoding="UTF-8"?>
<!-- Tables (TEI Guidelines, section 14.1). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- A table; rows that are short are filled up, as the writers of docutils want it. -->
  <xsl:template match="table[row/cell]" mode="m:block">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:variable name="width" as="xs:integer" select="max(row ! sum(cell/fp:cell-width(.)))"/>
    <xsl:apply-templates select="head" mode="m:block"/>
    <table>
      <xsl:sequence select="f:attributes(.)"/>
      <tgroup cols="{$width}">
        <xsl:for-each select="1 to $width">
          <colspec colwidth="{100 idiv $width}"/>
        </xsl:for-each>
        <tbody>
          <xsl:apply-templates select="row" mode="m:block">
            <xsl:with-param name="width" select="$width"/>
          </xsl:apply-templates>
        </tbody>
      </tgroup>
    </table>
    <xsl:sequence select="f:flow(node() except (head, row), $context)"/>
  </xsl:template>

  <xsl:template match="table[row/cell]/row" mode="m:block">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="width" as="xs:integer"/>
    <row>
      <xsl:sequence select="f:attributes(.), f:passage(., $context)"/>
      <xsl:apply-templates select="cell" mode="m:block"/>
      <!-- Cells that reach down from earlier rows take places too; a table with any is not filled. -->
      <xsl:if test="not(../row/cell/@rows[. castable as xs:integer and xs:integer(.) gt 1])">
        <xsl:for-each select="1 to $width - xs:integer(sum(cell/fp:cell-width(.)))">
          <entry/>
        </xsl:for-each>
      </xsl:if>
    </row>
  </xsl:template>

  <xsl:template match="table/row/cell" mode="m:block">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <entry>
      <xsl:sequence select="f:attributes(., ('tei-role-label')[current()/(@role, ../@role)[1] = 'label'])"/>
      <xsl:if test="fp:cell-width(.) gt 1">
        <xsl:attribute name="morecols" select="fp:cell-width(.) - 1"/>
      </xsl:if>
      <xsl:if test="@rows castable as xs:integer and xs:integer(@rows) gt 1">
        <xsl:attribute name="morerows" select="xs:integer(@rows) - 1"/>
      </xsl:if>
      <xsl:sequence select="f:flow(node(), $context)"/>
    </entry>
  </xsl:template>

  <!-- How many columns a cell takes. -->
  <xsl:function name="fp:cell-width" as="xs:integer">
    <xsl:param name="cell" as="element(cell)"/>
    <xsl:sequence select="
        if ($cell/@cols castable as xs:integer) then max((1, xs:integer($cell/@cols))) else 1"/>
  </xsl:function>

</xsl:stylesheet>

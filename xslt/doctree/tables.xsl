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
  <xsl:template match="table[row/cell]" mode="m:block" as="element()+">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:variable name="entries" as="element(app)*" select="app[f:lemma(.)/row/cell]"/>
    <xsl:variable name="width" as="xs:integer" select="
        max((row, $entries/f:lemma(.)/row) ! fp:row-width(.))"/>
    <xsl:apply-templates select="head" mode="m:block"/>
    <table>
      <xsl:sequence select="f:attributes(.)"/>
      <tgroup cols="{$width}">
        <xsl:for-each select="1 to $width">
          <colspec colwidth="{max((1, 100 idiv $width))}"/>
        </xsl:for-each>
        <tbody>
          <xsl:for-each select="row | $entries">
            <xsl:variable name="rows" as="element()*">
              <xsl:apply-templates select="(self::row, self::app/f:lemma(.)/row)" mode="m:block">
                <xsl:with-param name="width" select="$width"/>
              </xsl:apply-templates>
            </xsl:variable>
            <xsl:sequence select="if (self::app) then f:mark-parts(., $rows, $context) else $rows"/>
          </xsl:for-each>
        </tbody>
      </tgroup>
    </table>
    <xsl:sequence select="f:flow(node() except (head, row, $entries, row ! f:marks-before(.)), $context)"/>
  </xsl:template>

  <!-- A row; what is between its cells goes into the cell before, or else into the first. -->
  <xsl:template match="table[row/cell]/row | table[row/cell]/app/*[. is f:lemma(..)]/row" mode="m:block" as="element(Q{}row)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="width" as="xs:integer"/>
    <row>
      <xsl:sequence select="f:attributes(.), f:passage(., $context)"/>
      <xsl:variable name="parts" as="node()*" select="* | text()[normalize-space()]"/>
      <xsl:variable name="first" as="node()*" select="
          f:marks-before(.)[current()/parent::table],
          if (cell) then $parts[. &lt;&lt; current()/cell[1]] else $parts"/>
      <xsl:for-each-group select="$parts except $first" group-starting-with="cell">
        <xsl:variable name="before" as="node()*" select="if (position() eq 1) then $first else ()"/>
        <xsl:sequence select="fp:entry(., ($before, node(), tail(current-group())), $context)"/>
      </xsl:for-each-group>
      <xsl:if test="not(cell)">
        <entry>
          <xsl:sequence select="f:flow($first, $context)"/>
        </entry>
      </xsl:if>
      <!-- Cells that reach down from earlier rows take places too; a table with any is not filled. -->
      <xsl:if test="not(../row/cell/@rows[. castable as xs:integer and xs:integer(.) gt 1])">
        <xsl:for-each select="1 to $width - max((1, fp:row-width(.)))">
          <entry/>
        </xsl:for-each>
      </xsl:if>
    </row>
  </xsl:template>

  <!-- A cell with what it holds. -->
  <xsl:function name="fp:entry" as="element()">
    <xsl:param name="cell" as="element(cell)"/>
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="more-rows" as="xs:integer" select="
        min((fp:span($cell/@rows) - 1, count($cell/../following-sibling::row)))"/>
    <entry>
      <xsl:sequence select="
          f:attributes($cell, 'tei-role-label'[$cell/(@role, ../@role)[1] = 'label'])"/>
      <xsl:if test="fp:span($cell/@cols) gt 1">
        <xsl:attribute name="morecols" select="fp:span($cell/@cols) - 1"/>
      </xsl:if>
      <xsl:if test="$more-rows gt 0">
        <xsl:attribute name="morerows" select="$more-rows"/>
      </xsl:if>
      <xsl:sequence select="f:flow($content, $context)"/>
    </entry>
  </xsl:function>

  <!-- How many columns a row takes. -->
  <xsl:function name="fp:row-width" as="xs:integer">
    <xsl:param name="row" as="element(row)"/>
    <xsl:sequence select="xs:integer(sum($row/cell ! fp:span(@cols)))"/>
  </xsl:function>

  <!-- How many columns or rows a cell takes; no table needs more than these. -->
  <xsl:function name="fp:span" as="xs:integer">
    <xsl:param name="number" as="attribute()?"/>
    <xsl:sequence select="
        if ($number castable as xs:integer) then min((max((1, xs:integer($number))), 200)) else 1"/>
  </xsl:function>

</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- Tables. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- A table, in a separate box that scrolls where the page is too narrow. -->
  <xsl:template match="table" as="node()+">
    <xsl:sequence select="fp:further-ids(.)"/>
    <div class="table-wrapper" tabindex="0">
      <table>
        <xsl:sequence select="fp:attributes(., ())"/>
        <xsl:apply-templates select="title, * except title"/>
      </table>
    </div>
  </xsl:template>

  <!-- The title of a table. -->
  <xsl:template match="table/title" as="element(caption)">
    <caption>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </caption>
  </xsl:template>

  <!-- The columns and rows of a table. -->
  <xsl:template match="tgroup" as="element()*">
    <xsl:apply-templates select="*"/>
  </xsl:template>

  <!-- A row, whose further ids its first cell holds. -->
  <xsl:template match="row" as="element(tr)">
    <tr>
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:apply-templates/>
    </tr>
  </xsl:template>

  <!-- A cell; it heads a column in the table's head, a row in a column of stubs. -->
  <xsl:template match="entry" as="element()">
    <xsl:variable name="column" as="xs:integer"
      select="1 + sum(preceding-sibling::entry ! (1 + (@morecols ! xs:integer(.), 0)[1]))"/>
    <xsl:variable name="scope" as="xs:string?" select="
      if (ancestor::thead) then 'col'
      else if (ancestor::tgroup[1]/colspec[$column]/@stub = '1') then 'row'
      else ()"/>
    <xsl:element name="{if ($scope) then 'th' else 'td'}">
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:sequence select="$scope ! fp:attribute('scope', .)"/>
      <xsl:sequence select="@morecols ! fp:attribute('colspan', string(1 + xs:integer(.)))"/>
      <xsl:sequence select="@morerows ! fp:attribute('rowspan', string(1 + xs:integer(.)))"/>
      <xsl:sequence select="fp:further-ids(parent::row)[$column = 1], fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

</xsl:stylesheet>

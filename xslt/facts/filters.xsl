<?xml version="1.0" encoding="UTF-8"?>
<!-- What readers may choose of a list, where scripts run; the rest is hidden then. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  expand-text="yes">

  <!-- The choices of a page, one of each filter; nothing if there is none. -->
  <xsl:function name="fp:filters" as="element(tei_views)?">
    <xsl:param name="page" as="element()"/>
    <xsl:if test="$page/x:filter">
      <tei_views classes="tei-views tei-filters tei-generated no-search" label="{f:word('filters')}">
        <xsl:for-each select="$page/x:filter">
          <tei_view name="filter-{@name}" label="{@label}">
            <tei_option value="">{f:word('filters all')}</tei_option>
            <xsl:for-each select="x:choice">
              <tei_option value="{@value}">{@label}</tei_option>
            </xsl:for-each>
          </tei_view>
        </xsl:for-each>
      </tei_views>
    </xsl:if>
  </xsl:function>

  <!-- The classes by which a script finds what a reader chose. -->
  <xsl:function name="fp:marks" as="xs:string?">
    <xsl:param name="item" as="element()"/>
    <xsl:sequence select="$item/@marks[normalize-space()] ! ('tei-filtered ' || .)"/>
  </xsl:function>

</xsl:stylesheet>

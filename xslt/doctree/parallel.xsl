<?xml version="1.0" encoding="UTF-8"?>
<!-- The links from a text to its translation, to its original, and to both beside each other. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- For each translation that a page has, or is: the texts to choose from, the page's own without
       a link. -->
  <xsl:function name="f:parallel-choice" as="element(tei_downloads)*" visibility="public">
    <xsl:param name="page" as="map(*)"/>
    <xsl:for-each select="$page?parallels?*">
      <tei_downloads classes="tei-text-choice tei-generated no-search">
        <paragraph>
          <xsl:text>{f:word('parallel choice')} </xsl:text>
          <xsl:for-each select="?*">
            <xsl:if test="position() gt 1"> · </xsl:if>
            <xsl:choose>
              <xsl:when test="?docname">
                <tei_link target="{?docname}">{?label}</tei_link>
              </xsl:when>
              <xsl:otherwise>
                <strong>{?label}</strong>
              </xsl:otherwise>
            </xsl:choose>
          </xsl:for-each>
        </paragraph>
      </tei_downloads>
    </xsl:for-each>
  </xsl:function>

</xsl:stylesheet>

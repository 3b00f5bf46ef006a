<?xml version="1.0" encoding="UTF-8"?>
<!-- The images of the source beside the text of a page (TEI Guidelines, chapter 12). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:v="urn:tei-edition:value"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- The images beside a page, in the order of the text, or nothing if it has none. -->
  <xsl:function name="f:images-beside" as="element(tei_facsimile)?" visibility="public">
    <xsl:param name="page" as="map(*)"/>
    <xsl:variable name="images" as="map(*)*" select="$v:images?pages ! .(string($page?docname))?*"/>
    <xsl:if test="exists($images)">
      <tei_facsimile classes="tei-facsimile tei-generated no-search" label="{f:word('page images')}">
        <xsl:sequence select="$images ! fp:image(., string($page?docname))"/>
      </tei_facsimile>
    </xsl:if>
  </xsl:function>

  <!-- An image, with a link for each zone of it to the text that is there. -->
  <xsl:function name="fp:image" as="element(tei_picture)">
    <xsl:param name="image" as="map(*)"/>
    <xsl:param name="docname" as="xs:string"/>
    <tei_picture label="{f:word('page image', map { 'label': $image?label })}" name="{$image?label}"
        starts="{$image?starts?*}" series="{$image?series}">
      <xsl:for-each select="'file', 'uri', 'origin'">
        <xsl:if test="string($image(.))">
          <xsl:attribute name="{.}" select="$image(.)"/>
        </xsl:if>
      </xsl:for-each>
      <xsl:if test="$image?is_opening">
        <xsl:attribute name="opening" select="1"/>
      </xsl:if>
      <xsl:if test="$image?width gt 0 and $image?height gt 0">
        <xsl:attribute name="width" select="$image?width"/>
        <xsl:attribute name="height" select="$image?height"/>
      </xsl:if>
      <xsl:for-each select="$image?zones?*">
        <tei_shape kind="path" d="{?d}" target="{$docname}#{?anchor}"
            label="{f:word('image zone', map { 'label': ?label })}"/>
      </xsl:for-each>
    </tei_picture>
  </xsl:function>

</xsl:stylesheet>

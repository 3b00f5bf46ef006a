<?xml version="1.0" encoding="UTF-8"?>
<!-- The images of the source beside the text of a page (TEI Guidelines, chapter 12). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- The surfaces and zones of a transcription of the source, by where they are in the file. -->
  <xsl:key name="transcribed" match="sourceDoc//surface | sourceDoc//zone" use="@src:pos"/>

  <!-- The images beside a page, in the order of the text, or nothing if it has none. -->
  <xsl:function name="f:images-beside" as="element(Q{}tei_facsimile)?" visibility="public">
    <xsl:param name="page" as="map(*)"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="images" as="map(*)*" select="$v:images?pages ! .(string($page?docname))?*"/>
    <xsl:if test="exists($images)">
      <tei_facsimile classes="tei-facsimile tei-generated no-search" label="{f:word('page images')}">
        <xsl:if test="$images?service != '' or $images?tiles != ''">
          <xsl:attribute name="viewer" select="$v:images?viewer"/>
        </xsl:if>
        <xsl:for-each select="$images">
          <xsl:sequence select="fp:image(., string($page?docname))"/>
          <xsl:apply-templates select="key('transcribed', string(?place), $root)[1]" mode="m:transcribed">
            <xsl:with-param name="context" select="$context" tunnel="yes"/>
          </xsl:apply-templates>
        </xsl:for-each>
      </tei_facsimile>
    </xsl:if>
  </xsl:function>

  <!-- An image, with a link for each zone of it to the text that is there. -->
  <xsl:function name="fp:image" as="element(Q{}tei_picture)">
    <xsl:param name="image" as="map(*)"/>
    <xsl:param name="docname" as="xs:string"/>
    <tei_picture label="{f:word('page image', map { 'label': $image?label })}" name="{$image?label}"
        starts="{$image?starts?*}" series="{$image?series}">
      <xsl:for-each select="'file', 'full', 'uri', 'origin', 'service', 'tiles'">
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

  <!-- A surface or zone of a transcription of the source: its lines and zones, in their order. -->
  <xsl:template match="surface | zone" mode="m:transcribed" as="element(Q{}container)">
    <container>
      <xsl:sequence select="f:attributes(., (
          'tei-transcription'[not(current()/parent::zone or current()[self::zone]/ancestor::surface)],
          f:turned(@rotate), @xml:lang ! f:language-classes(.)))"/>
      <xsl:for-each-group select="node() except (graphic | media | label | desc | surface[graphic/@url])"
          group-adjacent="exists(self::zone | self::surface | self::line)">
        <xsl:choose>
          <xsl:when test="current-grouping-key()">
            <xsl:apply-templates select="current-group()" mode="m:transcribed"/>
          </xsl:when>
          <xsl:when test="exists(current-group()[normalize-space() or self::*])">
            <paragraph>
              <xsl:apply-templates select="current-group()" mode="m:inline"/>
            </paragraph>
          </xsl:when>
        </xsl:choose>
      </xsl:for-each-group>
    </container>
  </xsl:template>

  <!-- A line of a transcription of the source, with the stages of its writing. -->
  <xsl:template match="line" mode="m:transcribed" as="element(Q{}paragraph)">
    <paragraph>
      <xsl:sequence select="f:attributes(., f:turned(@rotate))"/>
      <xsl:apply-templates mode="m:inline"/>
    </paragraph>
  </xsl:template>

  <!-- The class of what is written in another direction: by quarters of a turn, clockwise. -->
  <xsl:function name="f:turned" as="xs:string?" visibility="public">
    <xsl:param name="degrees" as="attribute()?"/>
    <xsl:variable name="turn" as="xs:integer?" select="
        $degrees[matches(., '^\s*-?[0-9]{1,4}(\.[0-9]+)?\s*$')] ! xs:integer(round((xs:decimal(normalize-space(.)) mod 360 + 360) div 90)) ! (. mod 4)"/>
    <xsl:sequence select="$turn[. gt 0] ! ('tei-turned-' || . * 90)"/>
  </xsl:function>

</xsl:stylesheet>

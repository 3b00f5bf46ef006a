<?xml version="1.0" encoding="UTF-8"?>
<!-- Figures and pictures (TEI Guidelines, section 14.4). -->
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

  <!-- A figure: its pictures first, then what is said of them. -->
  <xsl:template match="figure | notatedMusic" mode="m:block" as="element(Q{}container)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <container>
      <xsl:sequence select="f:attributes(.), f:line(., $context?line), f:passage(., $context)"/>
      <xsl:sequence select="f:flow(node(), $context)"/>
    </container>
  </xsl:template>

  <!-- A picture of the edition's own is shown; one elsewhere is linked to, never loaded; of one that
       is missing the description remains. -->
  <xsl:template match="graphic | media" mode="m:inline" as="item()+">
    <xsl:variable name="url" as="xs:string" select="normalize-space(@url)"/>
    <xsl:choose>
      <xsl:when test="exists($v:pictures($url))">
        <image uri="{$v:pictures($url)}" alt="{fp:description(.)}">
          <xsl:sequence select="f:attributes(.)"/>
          <xsl:sequence select="fp:measure(@width, 'width'), fp:measure(@height, 'height')"/>
        </image>
      </xsl:when>
      <xsl:when test="matches($url, '^https?://')">
        <tei_link uri="{$url}">
          <xsl:sequence select="f:attributes(., 'tei-generated')"/>
          <xsl:text>{fp:name-of-picture(.)}</xsl:text>
        </tei_link>
      </xsl:when>
      <xsl:otherwise>
        <tei_span>
          <xsl:sequence select="f:attributes(., 'tei-generated')"/>
          <xsl:text>[{fp:name-of-picture(.)}]</xsl:text>
        </tei_span>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates mode="m:inline" select="* except desc"/>
  </xsl:template>

  <!-- What stands for a picture, a sound or a film that is not shown: its kind or address, and what is
       said of it. -->
  <xsl:function name="fp:name-of-picture" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        string-join((if (fp:is-picture($element)) then f:word('picture') else normalize-space($element/@url),
                     $element/desc[normalize-space()][1]/normalize-space()), ': ')"/>
  </xsl:function>

  <xsl:key name="drawn" match="char | glyph" use="@xml:id"/>

  <!-- A character that is mapped to nothing but drawn: its picture, as high as a letter. -->
  <xsl:template match="g[fp:drawing(.)]" mode="m:inline" as="element(Q{}image)">
    <image uri="{$v:pictures(fp:drawing(.))}" alt="{normalize-space()}" height="1em">
      <xsl:sequence select="f:attributes(.)"/>
    </image>
  </xsl:template>

  <!-- Where the picture of a character is, where the edition has it and nothing else is said of it. -->
  <xsl:function name="fp:drawing" as="xs:string?">
    <xsl:param name="g" as="element(g)"/>
    <xsl:sequence select="
        ($g/@src:drawn/string(),
         $g/@ref[starts-with(., '#')] ! key('drawn', substring(., 2), root($g))[not(mapping[normalize-space()])]
           //graphic/normalize-space(@url))[exists($v:pictures(.))][1]"/>
  </xsl:function>

  <!-- Music or a drawing in its own notation: that it is there, but not its letters as words. -->
  <xsl:template match="*[@src:foreign]" mode="m:inline" priority="6" as="element(Q{}tei_span)">
    <tei_span>
      <xsl:sequence select="f:attributes(., 'tei-generated')"/>
      <xsl:text>[{if (@src:foreign eq 'music') then '♪' else f:word('picture')}]</xsl:text>
    </tei_span>
  </xsl:template>

  <xsl:template match="*[@src:foreign]" mode="m:block" priority="6" as="element(Q{}paragraph)">
    <paragraph classes="tei-aside">
      <xsl:apply-templates select="." mode="m:inline"/>
    </paragraph>
  </xsl:template>

  <!-- What a picture shows, for those who do not see it: its own description, or its figure's. -->
  <xsl:function name="fp:description" as="xs:string">
    <xsl:param name="graphic" as="element()"/>
    <xsl:sequence select="
        (($graphic/desc, $graphic/../figDesc, $graphic/../head)[1] ! normalize-space(), '')[1]"/>
  </xsl:function>

  <!-- Whether what an element leads to is a picture: no sound, film or score. -->
  <xsl:function name="fp:is-picture" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/self::graphic or starts-with($element/@mimeType, 'image/')"/>
  </xsl:function>

  <!-- A width or height as style sheets know it. -->
  <xsl:function name="fp:measure" as="attribute()?">
    <xsl:param name="value" as="attribute()?"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:if test="matches($value, '^[0-9]+(\.[0-9]+)?(px|em|pt|cm|mm|in|%)$')">
      <xsl:attribute name="{$name}" select="$value"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>

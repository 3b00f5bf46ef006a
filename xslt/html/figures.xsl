<?xml version="1.0" encoding="UTF-8"?>
<!-- Pictures, figures and drawings. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- A picture, as far as the page knows it. -->
  <xsl:template match="image" as="element(img)">
    <img src="{fp:image-href(@uri)}" alt="{@alt}">
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:if test="@width or @height">
        <xsl:attribute name="style" select="
            string-join((@width ! ('width: ' || .), @height ! ('height: ' || .)), '; ')"/>
      </xsl:if>
    </img>
  </xsl:template>

  <!-- A figure; HTML has one caption, so the legend goes into it. -->
  <xsl:template match="figure" as="element(figure)">
    <figure>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates select="node() except (caption, legend)"/>
      <xsl:where-populated>
        <figcaption>
          <xsl:apply-templates select="caption, legend"/>
        </figcaption>
      </xsl:where-populated>
    </figure>
  </xsl:template>

  <!-- A picture, which says what it shows. -->
  <xsl:template match="tei_drawing" as="element(div)">
    <xsl:variable name="id" as="xs:string" select="'tei-drawing-' || count(preceding::tei_drawing) + 1"/>
    <div>
      <xsl:sequence select="fp:attributes(., ())"/>
      <svg xmlns="http://www.w3.org/2000/svg" role="{if (@linked) then 'group' else 'img'}" viewBox="0 0 {@width} {@height}"
        aria-labelledby="{$id} {$id}-desc">
        <title id="{$id}">{@title}</title>
        <desc id="{$id}-desc">{@description}</desc>
        <xsl:apply-templates select="tei_shape"/>
      </svg>
    </div>
  </xsl:template>

  <!-- A part of a picture that leads to what it stands for. -->
  <xsl:template match="tei_shape[@target]" as="element()" priority="1">
    <a xmlns="http://www.w3.org/2000/svg" href="{fp:target-href(@target)}" aria-label="{@label}">
      <xsl:next-match/>
    </a>
  </xsl:template>

  <!-- A part of a picture: a rectangle, circle, line or path, which may have a label, or a text. -->
  <xsl:template match="tei_shape" as="element()">
    <xsl:variable name="kind" as="xs:string" select="(@kind[. = ('circle', 'line', 'path', 'text')], 'rect')[1]"/>
    <xsl:element name="{$kind}" namespace="http://www.w3.org/2000/svg">
      <xsl:sequence select="@classes/fp:attribute('class', .), @x, @y, @cx, @cy, @r, @x1, @y1, @x2, @y2, @d, @height"/>
      <xsl:sequence select="@width/fp:attribute(if ($kind = 'line') then 'stroke-width' else 'width', .)"/>
      <xsl:where-populated>
        <title xmlns="http://www.w3.org/2000/svg">{@label}</title>
      </xsl:where-populated>
      <xsl:text>{@text}</xsl:text>
    </xsl:element>
  </xsl:template>

</xsl:stylesheet>

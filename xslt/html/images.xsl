<?xml version="1.0" encoding="UTF-8"?>
<!-- The images of the source beside the text, in HTML; sphinxext/html/page_images.py writes the same. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- Whether images of other hosts are loaded at once. -->
  <xsl:param name="load-images" as="xs:string" select="'false'"/>

  <!-- The column of images. -->
  <xsl:template match="tei_facsimile" as="element(aside)">
    <aside aria-label="{@label}">
      <xsl:sequence select="fp:attributes(., ()), @viewer ! fp:attribute('data-tei-viewer', fp:image-href('/' || .))"/>
      <div class="tei-images">
        <xsl:apply-templates/>
      </div>
    </aside>
  </xsl:template>

  <!-- An image: without scripts a picture and a link, or a link alone to one of another host. -->
  <xsl:template match="tei_picture" as="element(figure)">
    <xsl:variable name="address" as="xs:string?" select="((@full, @file)[1] ! ('/' || .), @uri)[1] ! fp:image-href(.)"/>
    <figure class="tei-image">
      <xsl:for-each select="@starts[. ne ''], @series[. ne ''], @opening">
        <xsl:attribute name="data-tei-{name()}" select="."/>
      </xsl:for-each>
      <figcaption>
        <xsl:choose>
          <xsl:when test="$address">
            <a href="{$address}">
              <!-- A script in SVG would run where the file itself is opened. -->
              <xsl:if test="matches($address, '\.svgz?([?#]|$)', 'i')">
                <xsl:attribute name="download"/>
              </xsl:if>
              <xsl:text>{@label}</xsl:text>
            </a>
          </xsl:when>
          <xsl:otherwise>{@name}</xsl:otherwise>
        </xsl:choose>
      </figcaption>
      <xsl:if test="$address">
      <div class="tei-image-frame" role="group" aria-label="{@label}" tabindex="0">
        <div class="tei-image-canvas">
          <xsl:sequence select="
              @service ! fp:attribute('data-tei-service', .),
              @tiles ! fp:attribute('data-tei-tiles', fp:image-href('/' || .))"/>
          <xsl:if test="@width">
            <xsl:attribute name="style" select="'aspect-ratio: ' || @width || ' / ' || @height"/>
          </xsl:if>
          <xsl:choose>
            <xsl:when test="@file or (@origin and $load-images eq 'true')">
              <img src="{(@file ! fp:image-href('/' || .), $address)[1]}" alt="{@label}" loading="lazy">
                <xsl:sequence select="@width, @height"/>
              </img>
            </xsl:when>
            <xsl:when test="@origin">
              <xsl:attribute name="data-tei-src" select="$address"/>
            </xsl:when>
          </xsl:choose>
          <xsl:if test="tei_shape">
            <svg xmlns="http://www.w3.org/2000/svg" class="tei-zones" role="group" aria-label="{@label}"
              viewBox="0 0 {@width} {@height}" preserveAspectRatio="none">
              <xsl:apply-templates select="tei_shape"/>
            </svg>
          </xsl:if>
        </div>
      </div>
      </xsl:if>
    </figure>
  </xsl:template>

</xsl:stylesheet>

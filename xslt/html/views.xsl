<?xml version="1.0" encoding="UTF-8"?>
<!-- What a reader may choose on a page: the sides of choices and other views. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- The side of a choice that is not shown. -->
  <xsl:template match="tei_alternative" as="element(span)">
    <span hidden="hidden">
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </span>
  </xsl:template>

  <!-- The views to choose from; without scripts nothing could be chosen, so that the style sheet
       shows them where these run. -->
  <xsl:template match="tei_views" as="element(details)">
    <details hidden="hidden">
      <xsl:sequence select="fp:attributes(., ())"/>
      <summary>{@label}</summary>
      <p>
        <xsl:apply-templates select="*"/>
      </p>
    </details>
  </xsl:template>

  <!-- One choice of views. -->
  <xsl:template match="tei_view" as="element(label)">
    <label>
      <xsl:text>{@label} </xsl:text>
      <select autocomplete="off">
        <xsl:attribute name="data-tei-{if (starts-with(@name, 'filter-')) then 'filter' else 'view'}" select="@name"/>
        <xsl:apply-templates select="*"/>
      </select>
    </label>
  </xsl:template>

  <!-- A key, and what it does. -->
  <xsl:template match="tei_key" as="element(span)">
    <span class="tei-key-help">
      <kbd>{@key}</kbd>
      <xsl:text> {.}</xsl:text>
    </span>
  </xsl:template>

  <!-- One of the values to choose from. -->
  <xsl:template match="tei_option" as="element(option)">
    <option value="{@value}">{.}</option>
  </xsl:template>

</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- The mentions in a register, and who is named on a page. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- The mentions of an entity, by page. -->
  <xsl:template match="tei_mentions" as="element(ul)">
    <ul class="tei-mention-pages">
      <xsl:apply-templates/>
    </ul>
  </xsl:template>

  <!-- The quotations from one page, under a link to it. -->
  <xsl:template match="tei_quotes" as="element(li)">
    <li>
      <p class="tei-mention-page">
        <a href="{fp:target-href(@target)}">{@title}</a>
      </p>
      <ul class="tei-mentions">
        <xsl:apply-templates/>
      </ul>
    </li>
  </xsl:template>

  <!-- A mention in its context, linked to the very word. -->
  <xsl:template match="tei_quote" as="element(li)">
    <li>
      <p class="tei-mention tei-stream-{@stream}">
        <xsl:if test="@label">
          <span class="tei-label">{@label} </span>
        </xsl:if>
        <span class="tei-quotation">
          <xsl:sequence select="@lang ! fp:attribute('lang', .)"/>
          <xsl:text>{@before}</xsl:text>
          <a class="tei-quoted-mention" href="{fp:target-href(@target)}">
            <strong>{@surface}</strong>
          </a>
          <xsl:text>{@after}</xsl:text>
        </span>
        <xsl:if test="@remark">
          <xsl:text> </xsl:text>
          <span class="tei-stream">({@remark})</span>
        </xsl:if>
      </p>
    </li>
  </xsl:template>

  <!-- Who or what of one kind is named on a page. -->
  <xsl:template match="tei_names" as="element()+">
    <p class="tei-label">{@title}</p>
    <ul class="tei-named-list">
      <xsl:apply-templates/>
    </ul>
  </xsl:template>

  <!-- One of them, with a link to the entry. -->
  <xsl:template match="tei_name" as="element(li)">
    <li>
      <a href="{fp:target-href(@target)}">{@name}</a>
      <xsl:if test="normalize-space(@dates)">
        <xsl:text> </xsl:text>
        <span class="tei-dates">{@dates}</span>
      </xsl:if>
    </li>
  </xsl:template>

</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- Names and dates: links to the registers (TEI Guidelines, chapter 14). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- Whether an element names somebody or something; `walk.is_mention` says the same. -->
  <xsl:function name="f:is-mention" as="xs:boolean" visibility="public">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        let $name := $element/self::Q{http://www.tei-c.org/ns/1.0}*/local-name()
        return $name = $v:mentions
               or $name = $v:mentions-by-ref and $element/@ref
               or $name = $v:mentions-by-pointer and $element/(@ref or @key)"/>
  </xsl:function>

  <!-- A name leads to its entry in the register, and shows who it is. Where it names several, a
       sign after it leads to each of the others. -->
  <xsl:template match="*[f:is-mention(.)]" mode="m:inline" priority="2" as="element()+">
    <xsl:param name="inside" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="entries" as="map(*)*" select="f:entries(.)"/>
    <xsl:variable name="cards" as="xs:string*" select="$entries?card[normalize-space()]"/>
    <xsl:call-template name="f:link">
      <xsl:with-param name="target" select="($entries?target, f:target(.))[1]"/>
      <xsl:with-param name="card" select="string-join($cards, '&#10;&#10;')"/>
    </xsl:call-template>
    <xsl:if test="not($inside)">
      <xsl:for-each select="subsequence($entries, 2)[?target]">
        <superscript classes="tei-sign tei-generated tei-further-entry">
          <tei_link card="{?card}">
            <xsl:sequence select="f:link-attribute(?target)"/>
            <xsl:text>+</xsl:text>
          </tei_link>
        </superscript>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- A name without words, in a reference: that of its entry. -->
  <xsl:template match="*[f:is-mention(.)][not(node()[self::* or normalize-space()])][f:entries(.)?target]"
      mode="m:inline" priority="3" as="element(Q{}tei_link)">
    <xsl:variable name="entry" as="map(*)" select="f:entries(.)[?target][1]"/>
    <tei_link card="{$entry?card}">
      <xsl:sequence select="f:attributes(., 'tei-generated'), f:link-attribute($entry?target)"/>
      <xsl:text>{$entry?name}</xsl:text>
    </tei_link>
  </xsl:template>

  <!-- A date leads to its day in the chronology. -->
  <xsl:template match="date" mode="m:inline" as="element()+">
    <xsl:param name="inside" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="target" as="xs:string?" select="$v:days(string(@src:anchor))"/>
    <xsl:variable name="valid" as="xs:string?" select="
        (@when, @from, @notBefore)[matches(., '^\d{4}(-\d\d(-\d\d)?)?$')][1]"/>
    <xsl:choose>
      <xsl:when test="$target and not($inside) and $valid and normalize-space()
          and not(.//*[f:is-mention(.) or self::date or self::ref or self::note or self::app
                       or self::src:lemma[normalize-space(@last)]])">
        <tei_link>
          <xsl:sequence select="f:attributes(.), f:link-attribute($target)"/>
          <tei_time datetime="{$valid}">
            <xsl:apply-templates mode="m:inline">
              <xsl:with-param name="run" select="()" tunnel="yes"/>
            </xsl:apply-templates>
          </tei_time>
        </tei_link>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="f:link">
          <xsl:with-param name="target" select="$target"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:sequence select="f:other-day(.)"/>
  </xsl:template>

</xsl:stylesheet>

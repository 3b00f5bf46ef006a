<?xml version="1.0" encoding="UTF-8"?>
<!-- The numbers of passages, each a link to its passage, so that it can be cited. -->
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

  <!-- Where the numbers of paragraphs would only be in the way, unless the header cites them. -->
  <xsl:variable name="v:unnumbered" as="xs:string+" select="
      $v:entities, 'cell', 'figure', 'note', 'rdg', 'sp'"/>

  <!-- The number of a paragraph, if it has one that is to be shown. -->
  <xsl:function name="f:number" as="element(tei_margin)?" visibility="public"
      xpath-default-namespace="">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="is-cited" as="xs:boolean" select="exists($element/@src:reference)"/>
    <xsl:if test="$is-cited or not($element/ancestor::*/local-name() = $v:unnumbered)">
      <xsl:sequence select="
          fp:number-of($element, $context,
            if ($is-cited) then 'tei-cited' else 'tei-paragraph-number')"/>
    </xsl:if>
  </xsl:function>

  <!-- Blocks with a number at the beginning of the first, which is one of its own where that is no
       paragraph. -->
  <xsl:function name="f:begin-with-number" as="element()*" visibility="public"
      xpath-default-namespace="">
    <xsl:param name="blocks" as="element()*"/>
    <xsl:param name="number" as="element(tei_margin)?"/>
    <xsl:choose>
      <xsl:when test="empty($number)">
        <xsl:sequence select="$blocks"/>
      </xsl:when>
      <xsl:when test="$blocks[1][self::paragraph]">
        <paragraph>
          <xsl:sequence select="$blocks[1]/@*, $number, $blocks[1]/node()"/>
        </paragraph>
        <xsl:sequence select="tail($blocks)"/>
      </xsl:when>
      <xsl:otherwise>
        <paragraph classes="tei-aside">
          <xsl:sequence select="$number"/>
        </paragraph>
        <xsl:sequence select="$blocks"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A part of running text that the header says is cited: its number is before it. -->
  <xsl:template match="*[@src:reference][not(self::head | self::note | self::app)]" mode="m:inline"
      priority="5" as="item()*">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:sequence select="fp:number-of(., $context, 'tei-inline-number')"/>
    <xsl:next-match/>
  </xsl:template>

  <xsl:function name="fp:number-of" as="element(tei_margin)?" xpath-default-namespace="">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:param name="class" as="xs:string"/>
    <xsl:sequence select="
        for $anchor in $element/@src:anchor, $number in $v:numbers(string($anchor))
        return f:margin-link($number(1), $number(2), $anchor, $context, $class)"/>
  </xsl:function>

  <!-- A number in the margin that leads to the passage beside it; `label` says so. -->
  <xsl:function name="f:margin-link" as="element(tei_margin)" visibility="public"
      xpath-default-namespace="">
    <xsl:param name="number" as="xs:string"/>
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="anchor" as="xs:string"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:param name="class" as="xs:string"/>
    <tei_margin classes="tei-passage-number {$class} tei-generated no-search"
      target="{$context?docname}#{$anchor}" label="{$label}">{$number}</tei_margin>
  </xsl:function>

</xsl:stylesheet>

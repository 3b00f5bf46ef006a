<?xml version="1.0" encoding="UTF-8"?>
<!-- The lemma of an entry of the apparatus, quoted from the text. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- Where the words of located entries stand. -->
  <xsl:key name="fp:words" match="src:lemma" use="tokenize(@entries)"/>

  <!-- The longest lemma of blocks that is quoted whole, in words; and what is left of a longer one. -->
  <xsl:variable name="fp:longest" as="xs:integer" select="8"/>
  <xsl:variable name="fp:ends" as="xs:integer" select="3"/>

  <!-- The words that an entry is about. Those of an entry that is elsewhere are its own, with
       their anchors; those of one in the text are there already, and are quoted. -->
  <xsl:function name="fp:quote-lemma" as="node()*">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="lemma" as="element()?"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:choose>
      <!-- An empty lemma has the words of its place, if these are any. -->
      <xsl:when test="f:is-located($app) and (
          if ($lemma) then f:is-omission($lemma) and exists(key('fp:words', $app/@src:anchor, root($app))[normalize-space()])
          else true())">
        <xsl:for-each select="fp:located-words($app)[.]">
          <inline classes="tei-generated">{.}</inline>
        </xsl:for-each>
      </xsl:when>
      <xsl:when test="empty($lemma)"/>
      <xsl:when test="not(f:has-content($lemma))">
        <xsl:sequence select="f:words-instead($lemma, $context)"/>
      </xsl:when>
      <!-- What a register may lead to stays. -->
      <xsl:when test="fp:is-long($lemma) and not(f:is-located($app) and $lemma/*)">
        <inline classes="tei-generated">{fp:shorten(fp:words($lemma))}</inline>
      </xsl:when>
      <xsl:when test="f:is-located($app)">
        <xsl:apply-templates select="$lemma/node()" mode="m:inline">
          <xsl:with-param name="context" select="$context" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:when test="$lemma/node()[f:is-block(.) or self::item or self::row]">
        <inline classes="tei-generated">{fp:shorten(fp:words($lemma))}</inline>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="shown" as="node()*">
          <xsl:apply-templates select="$lemma/node()" mode="m:inline">
            <xsl:with-param name="context" select="$context" tunnel="yes"/>
          </xsl:apply-templates>
        </xsl:variable>
        <xsl:apply-templates select="$shown" mode="m:quoted"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The words in the text that an entry is about; a stroke parts lines of verse. -->
  <xsl:function name="fp:located-words" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:for-each-group select="key('fp:words', $app/@src:anchor, root($app))"
          group-adjacent="string(ancestor::l[1] ! generate-id())">
        <xsl:sequence select="
            normalize-space(string-join(current-group(), ' '))[.] ! (., '/'[current-grouping-key()])"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="replace(normalize-space(string-join($lines, ' ')), ' /$', '')"/>
  </xsl:function>

  <!-- What is on the page already comes without its anchors, marks and hidden sides. -->
  <xsl:template match="@ids | @about | @tei_object | @tei_key | @line" mode="m:quoted" as="empty-sequence()"/>

  <!-- Marks of notes and entries, and hidden sides, are not quoted. -->
  <xsl:template mode="m:quoted" xpath-default-namespace="" match="
      footnote_reference | tei_alternative
      | superscript[tei_link[contains-token(@classes, 'tei-app-mark')]]" as="empty-sequence()"/>

  <!-- The words of an element, as they are quoted where there is no markup. -->
  <xsl:function name="fp:words" as="xs:string">
    <xsl:param name="element" as="element()?"/>
    <xsl:variable name="words" as="item()*">
      <xsl:apply-templates select="$element/node()" mode="m:words"/>
    </xsl:variable>
    <xsl:variable name="whole" as="xs:string" select="
        replace(normalize-space(string-join($words)), '(\s|[' || $fp:parted || '])+$', '')"/>
    <xsl:sequence select="
        normalize-space($whole
          => replace('\s*' || $fp:line-end || '(\s|' || $fp:line-end || ')*', ' / ')
          => replace('([.!?:;,…])\s*' || $fp:head-end, '$1 ')
          => replace('\s*' || $fp:head-end || '\s*', '. '))"/>
  </xsl:function>

  <!-- What parts the blocks of a quotation: a stroke between lines of verse, a point behind a
       heading that has none, a space between others. -->
  <xsl:variable name="fp:line-end" as="xs:string" select="'&#xE000;'"/>
  <xsl:variable name="fp:head-end" as="xs:string" select="'&#xE001;'"/>
  <xsl:variable name="fp:parted" as="xs:string" select="$fp:line-end || $fp:head-end"/>

  <!-- Of a block its words are quoted, and a sign for its end. -->
  <xsl:template match="l" mode="m:words" as="xs:string">
    <xsl:sequence select="fp:part(node(), $fp:line-end)"/>
  </xsl:template>

  <xsl:template match="head | label | speaker | trailer" mode="m:words" as="xs:string">
    <xsl:sequence select="fp:part(node(), $fp:head-end)"/>
  </xsl:template>

  <xsl:template mode="m:words" priority="-0.1" as="xs:string" match="
      *[f:is-block(.)] | item | row | cell | castItem | lb[not(@break eq 'no')]">
    <xsl:sequence select="fp:part(node(), ' ')"/>
  </xsl:template>

  <xsl:function name="fp:part" as="xs:string">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="end" as="xs:string"/>
    <xsl:variable name="words" as="item()*">
      <xsl:apply-templates select="$nodes" mode="m:words"/>
    </xsl:variable>
    <xsl:sequence select="string-join($words) || $end"/>
  </xsl:function>

  <!-- Whether a lemma has more words than edition.toml lets an entry quote. -->
  <xsl:function name="fp:is-long" as="xs:boolean">
    <xsl:param name="lemma" as="element()"/>
    <xsl:variable name="most" as="xs:double?" select="$v:apparatus?longest"/>
    <xsl:sequence select="$most gt 0 and count(tokenize(fp:words($lemma))) gt $most"/>
  </xsl:function>

  <!-- The first and last of many words. -->
  <xsl:function name="fp:shorten" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize($text)"/>
    <xsl:variable name="most" as="xs:double" select="
        ($v:apparatus?longest[. gt 0], $fp:longest)[1]"/>
    <xsl:variable name="ends" as="xs:double" select="if ($most eq $fp:longest) then $fp:ends else 1"/>
    <xsl:sequence select="
        if (count($words) le max(($most, 2 * $ends))) then $text
        else string-join(($words[position() le $ends], '…',
                          $words[position() gt last() - $ends]), ' ')"/>
  </xsl:function>

</xsl:stylesheet>

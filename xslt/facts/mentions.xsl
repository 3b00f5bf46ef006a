<?xml version="1.0" encoding="UTF-8"?>
<!-- The mentions of an entity or a time, in their context. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <!-- The mentions of an entity by page: a long list is folded. -->
  <xsl:function name="fp:mentions" as="element()+">
    <xsl:param name="entity" as="element(x:entity)"/>
    <xsl:variable name="count" as="xs:string" select="
      fp:count-mentions(($entity/@mentions/xs:integer(.), count($entity/x:page/x:mention))[1])"/>
    <xsl:variable name="list" as="element(tei_mentions)?">
      <xsl:where-populated>
        <tei_mentions>
          <xsl:apply-templates select="$entity/x:page"/>
        </tei_mentions>
      </xsl:where-populated>
    </xsl:variable>
    <xsl:variable name="pages" as="xs:integer" select="
      ($entity/@pages/xs:integer(.), count($entity/x:page))[1]"/>
    <xsl:variable name="told" as="xs:string" select="
      if ($pages gt 1) then f:word('mentions on pages', map{'mentions': $count, 'number': $pages})
      else $count"/>
    <xsl:choose>
      <xsl:when test="$entity/@folded = '1' and $entity/ancestor::x:letter">
        <tei_details classes="tei-mention-fold" summary="{$told}">
          <xsl:sequence select="$list"/>
        </tei_details>
      </xsl:when>
      <xsl:otherwise>
        <paragraph classes="tei-count">{$told}</paragraph>
        <xsl:sequence select="fp:more($entity/x:more), $list"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Links to the pages among which the mentions of an entity are divided. -->
  <xsl:function name="fp:more" as="element(paragraph)?">
    <xsl:param name="pages" as="element(x:more)*"/>
    <xsl:if test="exists($pages)">
      <paragraph classes="tei-letters tei-offer">
        <xsl:for-each select="$pages">
          <xsl:if test="position() gt 1"> · </xsl:if>
          <xsl:choose>
            <xsl:when test="@current = '1'">
              <strong>{@label}</strong>
            </xsl:when>
            <xsl:otherwise>
              <tei_link target="{@docname}">{@label}</tei_link>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
      </paragraph>
    </xsl:if>
  </xsl:function>

  <!-- Further mentions of an entity, on a page of their own, with a link to its entry. -->
  <xsl:template match="x:further" as="element()+">
    <paragraph classes="tei-offer">
      <xsl:text>{f:word('see also')} </xsl:text>
      <tei_link target="{@target}">{@name}</tei_link>
    </paragraph>
    <xsl:sequence select="fp:more(x:more)"/>
    <tei_mentions>
      <xsl:apply-templates select="x:page"/>
    </tei_mentions>
  </xsl:template>

  <!-- So many mentions, in words. -->
  <xsl:function name="fp:count-mentions" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:sequence select="
      if ($number eq 0) then f:word('mentions none') else f:word('mentions', map{'number': $number})"/>
  </xsl:function>

  <!-- The mentions on one page, under a link to it. -->
  <xsl:template match="x:page" as="element(tei_quotes)">
    <tei_quotes target="{@target}" title="{@title}">
      <xsl:apply-templates select="x:mention"/>
    </tei_quotes>
  </xsl:template>

  <!-- A mention in a list: one node, since a register may have a hundred thousand. -->
  <xsl:template match="x:page/x:mention" as="element(tei_quote)">
    <xsl:variable name="label" as="text()?">
      <xsl:apply-templates select="." mode="m:register-label"/>
    </xsl:variable>
    <tei_quote target="{@target}" stream="{(@stream, 'text')[1]}" surface="{@surface}"
      before="{f:word('open quote')}{@before}"
      after="{@after}{f:word('close quote')}">
      <xsl:if test="normalize-space($label)">
        <xsl:attribute name="label" select="normalize-space($label)"/>
      </xsl:if>
      <xsl:where-populated>
        <xsl:attribute name="remark" select="fp:mention-remarks(.)"/>
        <xsl:attribute name="lang" select="@lang ! f:browser-language(.)"/>
      </xsl:where-populated>
    </tei_quote>
  </xsl:template>

  <!-- A mention: where it is, and its words in their context, linked to the very word. -->
  <xsl:template match="x:mention" as="element(paragraph)" priority="-1">
    <paragraph classes="tei-mention tei-stream-{(@stream, 'text')[1]}">
      <xsl:where-populated>
        <inline classes="tei-label">
          <xsl:apply-templates select="." mode="m:register-label"/>
        </inline>
      </xsl:where-populated>
      <inline classes="{string-join(('tei-quotation', @lang ! ('language-' || f:browser-language(.))), ' ')}">
        <xsl:text>{f:word('open quote')}{@before}</xsl:text>
        <tei_link classes="tei-quoted-mention" target="{@target}">
          <strong>{@surface}</strong>
        </tei_link>
        <xsl:text>{@after}{f:word('close quote')}</xsl:text>
      </inline>
      <xsl:if test="fp:mention-remarks(.)">
        <xsl:text> </xsl:text>
        <inline classes="tei-stream">({fp:mention-remarks(.)})</inline>
      </xsl:if>
    </paragraph>
  </xsl:template>

  <!-- The page, where the list is not the page's own, and the passage of a mention. -->
  <xsl:template match="x:mention" mode="m:register-label" as="text()?">
    <xsl:variable name="parts" as="xs:string*"
      select="(@page, @passage)[normalize-space()]"/>
    <xsl:if test="exists($parts)">{string-join($parts, ', ')}: </xsl:if>
  </xsl:template>

  <!-- What is remarked of a mention: where it is, in which translation, how sure it is; or nothing. -->
  <xsl:function name="fp:mention-remarks" as="xs:string">
    <xsl:param name="mention" as="element(x:mention)"/>
    <xsl:sequence select="string-join((
      $mention[@stream = ('note', 'reading', 'choice', 'header')] ! fp:stream(.),
      $mention/@side ! string(),
      $mention[@role = 'speaks'] ! f:word('role speaks'),
      f:known-word('cert ' || $mention/@cert)), '; ')"/>
  </xsl:function>

  <!-- Where a mention stands that is not in the reading text. -->
  <xsl:function name="fp:stream" as="xs:string">
    <xsl:param name="mention" as="element(x:mention)"/>
    <xsl:variable name="sigla" as="xs:string*" select="tokenize($mention/@sigla)"/>
    <xsl:sequence select="
      if (exists($sigla) and $mention/@stream = 'reading')
      then f:word('reading of', map{'witnesses': string-join($sigla, ', ')})
      else if ($mention/@role[. ne 'speaks']) then (f:known-word('role ' || $mention/@role), string($mention/@role))[1]
      else f:word('in ' || $mention/@stream)"/>
  </xsl:function>

</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- Facts to the page of the witnesses: what each is, what is known of it, who agrees with whom. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:m="urn:tei-edition:mode"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <!-- The witnesses, each with its siglum, description and share in the apparatus. -->
  <xsl:template match="x:witnesses" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-witnesses">
      <title>{@title}</title>
      <xsl:where-populated>
        <definition_list classes="tei-entities">
          <xsl:apply-templates select="x:witness"/>
        </definition_list>
      </xsl:where-populated>
      <xsl:apply-templates select="x:agreement"/>
    </section>
  </xsl:template>

  <!-- A witness. -->
  <xsl:template match="x:witness" as="element(definition_list_item)">
    <definition_list_item>
      <term ids="{@anchor}" classes="tei-entity" tei_object="witness" tei_key="{@id}"
        tei_name="{@siglum}" tei_sort="{@siglum}">
        <strong><xsl:sequence select="fp:siglum(.)"/></strong>
        <xsl:if test="@dates[normalize-space()]">
          <xsl:text> </xsl:text>
          <inline classes="tei-dates">({@dates})</inline>
        </xsl:if>
      </term>
      <definition>
        <xsl:where-populated>
          <paragraph classes="tei-description">
            <xsl:sequence select="
              if (x:description) then fp:phrases(x:description)
              else text()[normalize-space()] ! normalize-space()"/>
          </paragraph>
        </xsl:where-populated>
        <xsl:where-populated>
          <paragraph classes="tei-repository">{@repository}</paragraph>
        </xsl:where-populated>
        <xsl:sequence select="fp:relatives('group', x:group), fp:relatives('member', x:member)"/>
        <paragraph classes="tei-count">
          <xsl:value-of select="
            (fp:counted('stated', @entries), f:word('witness unnamed'))[1], fp:counted('inferred', @inferred),
            fp:counted('unrecorded', @unrecorded)" separator=" "/>
        </paragraph>
        <xsl:if test="x:gap">
          <paragraph classes="tei-gaps">
            <xsl:text>{f:word('witness gaps')} </xsl:text>
            <xsl:for-each select="x:gap">
              <!-- With several texts, the first gap of each names it. -->
              <xsl:variable name="is-first" as="xs:boolean"
                select="not(@text = preceding-sibling::x:gap[1]/@text)"/>
              <xsl:if test="position() gt 1">{if (@text and $is-first) then '; ' else ', '}</xsl:if>
              <xsl:if test="@text and $is-first">{@text}: </xsl:if>
              <tei_link target="{@target}">{@label}</tei_link>
              <xsl:text> ({f:word('gap ' || @kind)})</xsl:text>
            </xsl:for-each>
          </paragraph>
        </xsl:if>
        <xsl:if test="x:text">
          <paragraph classes="tei-witness-texts">
            <xsl:text>{f:word('witness texts')} </xsl:text>
            <xsl:sequence select="fp:siglum(.)"/>
            <xsl:text>: </xsl:text>
            <xsl:for-each select="x:text">
              <xsl:if test="position() gt 1"> · </xsl:if>
              <tei_link target="{@target}">{@title}</tei_link>
            </xsl:for-each>
          </paragraph>
        </xsl:if>
      </definition>
    </definition_list_item>
  </xsl:template>

  <!-- The groups of a witness, or the members of a group; a list that is only a heading has no entry. -->
  <xsl:function name="fp:relatives" as="element(paragraph)?">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="others" as="element()*"/>
    <xsl:if test="$others">
      <paragraph classes="tei-witness-{$kind}">
        <xsl:text>{f:word('witness ' || $kind)} </xsl:text>
        <xsl:for-each select="$others">
          <xsl:if test="position() gt 1">, </xsl:if>
          <xsl:sequence select="if (@anchor) then fp:link(.) else fp:siglum(.)"/>
        </xsl:for-each>
      </paragraph>
    </xsl:if>
  </xsl:function>

  <!-- Who agrees with whom, as a table with a row and a column for each. -->
  <xsl:template match="x:agreement" as="element(section)">
    <section ids="{fp:free-id('agreement', root())}" classes="tei-agreement">
      <title>{f:word('agreement title')}</title>
      <paragraph>{f:word('agreement key')}</paragraph>
      <xsl:for-each select="x:matrix | x:tree">
        <xsl:variable name="title" as="xs:string" select="
            if (self::x:tree) then f:word('dendrogram picture') else f:word('agreement picture')"/>
        <xsl:variable name="words" as="xs:string" select="
            if (self::x:tree) then f:word('dendrogram described') else f:word('agreement described')"/>
        <tei_drawing classes="tei-agreement-picture{' tei-dendrogram'[current()/self::x:tree]}" width="{@width}" height="{@height}"
          title="{$title}" description="{$words}">
          <xsl:for-each select="x:shape">
            <tei_shape>
              <xsl:sequence select="@* except @class"/>
              <xsl:if test="@class">
                <xsl:attribute name="classes" select="'tei-' || @class"/>
              </xsl:if>
            </tei_shape>
          </xsl:for-each>
        </tei_drawing>
        <paragraph classes="tei-caption">{
            string-join(($words, @lacking[xs:integer(.) gt 0] ! f:word('dendrogram lacking', map {'number': xs:integer(.)})), ' ')}</paragraph>
      </xsl:for-each>
      <xsl:choose>
        <xsl:when test="x:row">
          <table classes="tei-agreement-table">
            <tgroup cols="{1 + count(x:row)}">
              <colspec colwidth="10" stub="1"/>
              <xsl:for-each select="x:row">
                <colspec colwidth="10"/>
              </xsl:for-each>
              <thead>
                <row>
                  <entry><paragraph>{f:word('agreement witness')}</paragraph></entry>
                  <xsl:for-each select="x:row">
                    <entry><paragraph><xsl:sequence select="fp:siglum(.)"/></paragraph></entry>
                  </xsl:for-each>
                </row>
              </thead>
              <tbody>
                <xsl:apply-templates select="x:row"/>
              </tbody>
            </tgroup>
          </table>
        </xsl:when>
        <xsl:otherwise>
          <paragraph>{f:word('agreement wide', map{'number': xs:integer(@size)})}</paragraph>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@file">
        <tei_downloads classes="tei-downloads">
          <paragraph>
            <tei_link file="{@file}" classes="tei-download">{f:word('agreement table')}</tei_link>
            <xsl:if test="@variants">
              <xsl:text> · {f:word('labelled', map{'label': f:word('agreement variants')})} </xsl:text>
              <tei_link file="{@variants}" classes="tei-download">{f:word('agreement as CSV')}</tei_link>
              <xsl:text>, </xsl:text>
              <tei_link file="{@nexus}" classes="tei-download">{f:word('agreement as NEXUS')}</tei_link>
            </xsl:if>
          </paragraph>
        </tei_downloads>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- A witness beside all others. -->
  <xsl:template match="x:row" as="element(row)">
    <row>
      <entry>
        <paragraph>
          <xsl:sequence select="fp:link(.)"/>
        </paragraph>
      </entry>
      <xsl:for-each select="x:cell">
        <entry>
          <paragraph>{if (@compared) then @same || '/' || @compared else '–'}</paragraph>
        </entry>
      </xsl:for-each>
    </row>
  </xsl:template>

  <!-- A siglum that leads to its witness. -->
  <xsl:function name="fp:link" as="element(tei_link)">
    <xsl:param name="named" as="element()"/>
    <tei_link target="{root($named)/*/@docname}#{$named/@anchor}" classes="tei-siglum">
      <xsl:if test="$named/x:siglum">
        <xsl:attribute name="plain" select="$named/@siglum"/>
      </xsl:if>
      <xsl:sequence select="fp:siglum($named)"/>
    </tei_link>
  </xsl:function>

  <!-- The siglum of a witness, with its typography. -->
  <xsl:function name="fp:siglum" as="node()*">
    <xsl:param name="named" as="element()"/>
    <xsl:choose>
      <xsl:when test="$named/x:siglum">
        <xsl:sequence select="fp:phrases($named/x:siglum)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>{$named/@siglum}</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Words with their typography and links. -->
  <xsl:function name="fp:phrases" as="node()*">
    <xsl:param name="holder" as="element()"/>
    <xsl:for-each select="$holder/x:phrase">
      <xsl:variable name="words" as="node()*" select="fp:dress(string(.), tokenize(@looks))"/>
      <xsl:choose>
        <xsl:when test="@target or @uri">
          <tei_link>
            <xsl:sequence select="@target, @uri, $words"/>
          </tei_link>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="$words"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:function>

  <!-- Words in elements of these names, the outermost first. -->
  <xsl:function name="fp:dress" as="node()">
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="looks" as="xs:string*"/>
    <xsl:choose>
      <xsl:when test="exists($looks)">
        <xsl:element name="{$looks[1]}">
          <xsl:sequence select="fp:dress($words, tail($looks))"/>
        </xsl:element>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$words"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A number of entries in a sentence; nothing if there are none. -->
  <xsl:function name="fp:counted" as="xs:string?">
    <xsl:param name="thing" as="xs:string"/>
    <xsl:param name="number" as="xs:string?"/>
    <xsl:sequence select="
      $number[. ne '0'] ! f:word('witness ' || $thing, map{'number': xs:integer(.)})"/>
  </xsl:function>

</xsl:stylesheet>

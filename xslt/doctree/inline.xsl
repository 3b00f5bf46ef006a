<?xml version="1.0" encoding="UTF-8"?>
<!-- Running text: highlighting, references, milestones (TEI Guidelines, sections 3.3, 3.7, 3.11). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:src="urn:tei-edition:source"
    xmlns:eg="http://www.tei-c.org/ns/Examples"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- Text; inside a name that holds other links, each run of its own is a link (names.xsl),
       the spaces at its edges left out. -->
  <xsl:template match="text()" mode="m:inline" as="node()*">
    <xsl:param name="run" as="element()?" tunnel="yes"/>
    <xsl:variable name="text" as="xs:string" select="f:text(.)"/>
    <xsl:choose>
      <xsl:when test="$run and normalize-space()">
        <xsl:analyze-string select="$text" regex="^\s+|\s+$">
          <xsl:matching-substring>{.}</xsl:matching-substring>
          <xsl:non-matching-substring>
            <xsl:element name="{name($run)}">
              <xsl:sequence select="$run/@*"/>
              <xsl:text>{.}</xsl:text>
            </xsl:element>
          </xsl:non-matching-substring>
        </xsl:analyze-string>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>{$text}</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What is set off: by what it looks like where @rend says so, else in italics. -->
  <xsl:template match="hi | emph" mode="m:inline" as="element()">
    <!-- What the edition says of its own values comes before what we take them to mean. -->
    <xsl:variable name="replaced" as="xs:string*" select="@rend/tokenize(.)[exists($v:renditions(.))]"/>
    <xsl:variable name="looks" as="xs:string" select="
        string-join((@rend/tokenize(.)[empty($v:renditions(.))], @rendition, @style, f:classes(.)[starts-with(., 'tei-rend-')]
            ! substring(., 10)[not(. = $replaced)]), ' ') => lower-case()"/>
    <xsl:element name="{
        if (matches($looks, '(^|[^a-z])(bold|b)([^a-z]|$)')) then 'strong'
        else if (matches($looks, '(^|[^a-z])(sup|superscript)([^a-z]|$)')) then 'superscript'
        else if (matches($looks, '(^|[^a-z])(sub|subscript)([^a-z]|$)')) then 'subscript'
        else if ($looks = '' or matches($looks, 'ital|(^|[^a-z])i([^a-z]|$)|slant|emph'))
          then 'emphasis'
        else 'tei_span'}">
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates mode="m:inline"/>
    </xsl:element>
  </xsl:template>

  <!-- What printers set in italics, in scripts that have any. -->
  <xsl:template mode="m:inline" match="
      (foreign | term | mentioned | title[not(@level = ('a', 's'))] | stage | camera | caption | sound | tech | view
       | incident | kinesic | shift | vocal)[not(fp:lacks-italics(.))]"
      as="element(Q{}emphasis)">
    <emphasis>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates mode="m:inline"/>
    </emphasis>
  </xsl:template>

  <xsl:function name="fp:lacks-italics" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="matches($element, '^[^\p{L}]*[\p{IsArabic}\p{IsHebrew}\p{IsSyriac}\p{IsDevanagari}&#x2E80;-&#xFAFF;]')"/>
  </xsl:function>

  <!-- A reference: a link where it leads somewhere and no link is inside it. -->
  <xsl:template match="ref | ptr" mode="m:inline" as="element()">
    <xsl:call-template name="f:link">
      <xsl:with-param name="target" select="f:target(.)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A pointer that its note has come to: the mark of the note is all that is shown. -->
  <xsl:template match="ptr[following-sibling::node()[1]/self::note/@xml:id = tokenize(@target) ! substring(., 2)]"
      mode="m:inline" priority="2" as="empty-sequence()"/>

  <!-- A pointer to several places: a link to each. -->
  <xsl:template match="ptr[@target[contains(normalize-space(), ' ')]]" mode="m:inline" priority="1" as="element(Q{}tei_span)">
    <tei_span>
      <xsl:sequence select="f:attributes(., 'tei-generated')"/>
      <xsl:for-each select="tokenize(@target)">
        <xsl:variable name="target" as="xs:string?" select="f:resolve(.)"/>
        <xsl:variable name="link" as="attribute()?" select="f:link-attribute($target)"/>
        <xsl:if test="position() gt 1">, </xsl:if>
        <xsl:element name="{if ($link) then 'tei_link' else 'tei_span'}">
          <xsl:sequence select="$link"/>
          <xsl:text>{($v:pointer-words(.), .)[1]}</xsl:text>
        </xsl:element>
      </xsl:for-each>
    </tei_span>
  </xsl:template>

  <!-- A pointer has no words: it shows where it leads. -->
  <xsl:template match="ptr[f:target(.)]" mode="m:inline" as="element(Q{}tei_link)">
    <tei_link>
      <xsl:sequence select="f:attributes(., 'tei-generated'), f:link-attribute(f:target(.))"/>
      <xsl:text>{fp:words-of-pointer(.)}</xsl:text>
    </tei_link>
  </xsl:template>

  <!-- A reference without words: it shows where it leads, or else how it cites it. -->
  <xsl:template match="ref[not(node()[self::* or normalize-space()])][@target or @cRef]" mode="m:inline"
      as="element()" priority="2">
    <xsl:variable name="link" as="attribute()?" select="f:link-attribute(f:target(.))"/>
    <xsl:element name="{if ($link) then 'tei_link' else 'tei_span'}">
      <xsl:sequence select="f:attributes(., 'tei-generated'), $link"/>
      <xsl:text>{fp:words-of-pointer(.)}</xsl:text>
    </xsl:element>
  </xsl:template>

  <!-- The words for a pointer that has none: its own citation, the title or number of what it leads
       to, or the address. -->
  <xsl:function name="fp:words-of-pointer" as="xs:string">
    <xsl:param name="pointer" as="element()"/>
    <xsl:variable name="target" as="xs:string?" select="f:target($pointer)"/>
    <xsl:sequence select="
        ($pointer/@cRef/normalize-space(),
         $pointer/@target/tokenize(.) ! $v:pointer-words(.),
         $target[matches(., '^[A-Za-z][A-Za-z0-9+.-]*:')],
         '↗'[exists($target)],
         string($pointer/@target))[. ne ''][1]"/>
  </xsl:function>

  <!-- What is kept as a place alone, or as what it says. -->
  <xsl:template match="anchor | witStart | witEnd | lacunaStart | lacunaEnd | damageSpan | addSpan | delSpan"
      mode="m:inline" as="element(Q{}tei_span)?">
    <xsl:if test="@src:anchor or .//text()">
      <tei_span>
        <xsl:sequence select="f:attributes(.)"/>
        <xsl:apply-templates mode="m:inline"/>
      </tei_span>
    </xsl:if>
  </xsl:template>

  <!-- What only says something of the text is not part of it, but can be pointed to. -->
  <xsl:template mode="m:inline" priority="6" as="element(Q{}tei_span)*"
      match="*[self::listRelation or local-name() = $v:not-text][namespace-uri() = $v:tei]">
    <xsl:for-each select="self::*[@src:anchor] | descendant::*[@src:anchor = @xml:id]">
      <tei_span>
        <xsl:sequence select="f:attributes(.)"/>
        <xsl:if test="normalize-space(@src:entry)">
          <index entry="{@src:entry}" anchor="{@src:anchor}"/>
        </xsl:if>
      </tei_span>
    </xsl:for-each>
  </xsl:template>

  <!-- An example of markup, in the line or set off. -->
  <xsl:template match="eg:egXML | eg" mode="m:inline" as="element(Q{}literal)">
    <literal>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:text>{.}</xsl:text>
    </literal>
  </xsl:template>

  <xsl:template match="eg:egXML | eg" mode="m:block" as="element(Q{}literal_block)">
    <literal_block language="none">
      <xsl:attribute name="xml:space" select="'preserve'"/>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:text>{.}</xsl:text>
    </literal_block>
  </xsl:template>

  <xsl:template match="src:moved" mode="m:inline m:block" as="empty-sequence()"/>

  <!-- Forme work is beside the text: it is seen with the lines of the source. -->
  <xsl:template match="fw" mode="m:inline" as="element()">
    <xsl:element name="{if ($lines eq 'source') then 'tei_span' else 'tei_alternative'}">
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates mode="m:inline"/>
    </xsl:element>
  </xsl:template>

  <!-- Everything else in running text, known or not, keeps its text, id and name. -->
  <xsl:template match="*" mode="m:inline" priority="-1" as="element(Q{}tei_span)">
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates mode="m:inline"/>
    </tei_span>
  </xsl:template>

  <!-- An element as a link to `target`: one link where it holds no other, else a span whose own
       runs of text are links of the same class; a span where there is nowhere to go. -->
  <xsl:template name="f:link" as="element()">
    <xsl:param name="target" as="xs:string?"/>
    <xsl:param name="card" as="xs:string?" select="()"/>
    <xsl:param name="inside" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="attributes" as="attribute()*" select="f:attributes(.)"/>
    <xsl:variable name="link" as="attribute()*">
      <xsl:if test="not($inside)">
        <xsl:sequence select="f:link-attribute($target)"/>
        <xsl:if test="$card and $target">
          <xsl:attribute name="card" select="$card"/>
        </xsl:if>
      </xsl:if>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="empty($link) or not(normalize-space() or .//*[local-name() = $v:wordless])">
        <tei_span>
          <xsl:sequence select="$attributes"/>
          <xsl:apply-templates mode="m:inline">
            <xsl:with-param name="run" select="()" tunnel="yes"/>
          </xsl:apply-templates>
        </tei_span>
      </xsl:when>
      <xsl:when test="fp:holds-link(.)">
        <xsl:variable name="run" as="element()">
          <tei_link>
            <xsl:sequence select="$link"/>
            <xsl:attribute name="classes" select="f:classes(.)"/>
          </tei_link>
        </xsl:variable>
        <tei_span>
          <xsl:sequence select="$attributes"/>
          <xsl:apply-templates mode="m:inline">
            <xsl:with-param name="run" select="$run" tunnel="yes"/>
          </xsl:apply-templates>
        </tei_span>
      </xsl:when>
      <xsl:otherwise>
        <tei_link>
          <xsl:sequence select="$attributes, $link"/>
          <xsl:apply-templates mode="m:inline">
            <xsl:with-param name="run" select="()" tunnel="yes"/>
          </xsl:apply-templates>
        </tei_link>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Whether anything inside becomes a link: a name, a date, a reference, a note's mark, an entry's. -->
  <xsl:function name="fp:holds-link" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element//*[f:is-mention(.) or self::date or self::ref or self::ptr
        or self::note or self::app or self::src:lemma[normalize-space(@last)]])"/>
  </xsl:function>

</xsl:stylesheet>

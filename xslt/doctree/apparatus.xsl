<?xml version="1.0" encoding="UTF-8"?>
<!-- The critical apparatus in the text: lemmas, marks, and which entries a page has (TEI Guidelines,
     chapter 13). The entries themselves are in entries.xsl. -->
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

  <!-- The reading that the text has: the lemma, else the first; `reading_text.choose_lemma` says the same. -->
  <xsl:function name="f:lemma" as="element()?" visibility="public">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="(f:own-lemma($app), $app/descendant::rdg)[1]"/>
  </xsl:function>

  <!-- The lemma of an entry, which may be in a group of readings. -->
  <xsl:function name="f:own-lemma" as="element(lem)?" visibility="public">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="($app/lem, $app/rdgGrp//lem[ancestor::app[1] is $app])[1]"/>
  </xsl:function>

  <!-- Whether an entry is about words that are elsewhere than in itself. -->
  <xsl:function name="f:is-located" as="xs:boolean" visibility="public">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="$app/@src:method = ('location-referenced', 'double-end-point')"/>
  </xsl:function>

  <!-- The lemma in running text, with the mark that leads to its entry. -->
  <xsl:template match="app" mode="m:inline" as="element(Q{}tei_span)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:if test="$context?apps(string(@src:anchor))">
        <xsl:attribute name="about" select="@src:anchor"/>
      </xsl:if>
      <xsl:apply-templates select="f:lemma(.)" mode="m:inline"/>
      <xsl:sequence select="fp:mark(@src:anchor, ., $context)"/>
    </tei_span>
  </xsl:template>

  <!-- The words that entries elsewhere are about (`tei_edition.apparatus.stamp_entries`): they show
       what an entry in its place shows. An entry's anchor is where its words begin. -->
  <xsl:template match="src:lemma" mode="m:inline" as="element(Q{}tei_span)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <tei_span>
      <xsl:if test="normalize-space(@first)">
        <xsl:attribute name="ids" select="@first"/>
      </xsl:if>
      <xsl:attribute name="about" select="@entries"/>
      <xsl:attribute name="classes" select="
          distinct-values((tokenize(@entries) ! key('app', ., root(current())) ! f:classes(.), 'tei-app'))"/>
      <xsl:where-populated>
        <tei_span classes="tei-lem">
          <xsl:apply-templates mode="#current"/>
        </tei_span>
      </xsl:where-populated>
      <xsl:variable name="words" as="element()" select="."/>
      <xsl:sequence select="reverse(tokenize(@last)) ! fp:mark(., $words, $context)"/>
    </tei_span>
  </xsl:template>

  <!-- An entry that is about other words: its mark, if nobody knows which. -->
  <xsl:template match="app[f:is-located(.)]" mode="m:inline" priority="1" as="element(Q{}tei_span)?">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:if test="f:is-astray(.)">
      <tei_span>
        <xsl:sequence select="f:attributes(.), fp:mark(@src:anchor, ., $context)"/>
      </tei_span>
    </xsl:if>
  </xsl:template>

  <!-- The same where blocks stand. -->
  <xsl:template match="app[f:is-located(.)]" mode="m:block" priority="1" as="element(Q{}paragraph)?">
    <xsl:if test="f:is-astray(.)">
      <paragraph classes="tei-aside">
        <xsl:apply-templates select="." mode="m:inline"/>
      </paragraph>
    </xsl:if>
  </xsl:template>

  <!-- A list of entries: they are at the foot of the pages that have their words. -->
  <xsl:template match="listApp" mode="m:block m:inline" priority="3" as="empty-sequence()"/>

  <!-- A list of entries is not quoted. -->
  <xsl:template match="listApp" mode="m:words" as="empty-sequence()"/>

  <!-- A lemma of whole blocks; its mark is at the end of the last. -->
  <xsl:template match="app" mode="m:block" as="element(Q{}container)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:variable name="blocks" as="element()*" select="f:flow(f:lemma(.)/node(), $context)"/>
    <container>
      <xsl:sequence select="f:attributes(.)"/>
      <container>
        <xsl:sequence select="f:lemma(.)/f:attributes(.),
            f:end-with($blocks, fp:mark(@src:anchor, ., $context))"/>
      </container>
    </container>
  </xsl:template>

  <!-- The parts of a list or table that an entry is about: their first has its anchor, their last
       words its mark. -->
  <xsl:function name="f:mark-parts" as="element()*" visibility="public">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="parts" as="element()*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="named" as="element()*">
      <xsl:for-each select="$parts">
        <xsl:copy>
          <xsl:sequence select="@*"/>
          <xsl:if test="position() eq 1">
            <xsl:attribute name="ids" select="$app/@src:anchor, @ids"/>
          </xsl:if>
          <xsl:sequence select="node()"/>
        </xsl:copy>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="f:end-with($named, fp:mark($app/@src:anchor, $app, $context))"/>
  </xsl:function>

  <!-- Blocks with a mark behind their last words; after them, where they end without any. -->
  <xsl:function name="f:end-with" as="element()*" visibility="public"
      xpath-default-namespace="">
    <xsl:param name="blocks" as="element()*"/>
    <xsl:param name="mark" as="element()?"/>
    <xsl:variable name="end" as="element()?" select="
        ($blocks[last()]/descendant-or-self::*[self::paragraph or self::line or self::title]
            [not(@classes = 'tei-aside')])[last()]"/>
    <xsl:choose>
      <xsl:when test="exists($mark) and exists($end)">
        <xsl:sequence select="$blocks[position() lt last()]"/>
        <xsl:apply-templates select="$blocks[last()]" mode="m:ended">
          <xsl:with-param name="end" select="$end" tunnel="yes"/>
          <xsl:with-param name="mark" select="$mark" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$blocks"/>
        <xsl:where-populated>
          <paragraph classes="tei-aside">
            <xsl:sequence select="$mark"/>
          </paragraph>
        </xsl:where-populated>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The block that a mark is put into. -->
  <xsl:template match="paragraph | line | title" mode="m:ended" as="element()"
      xpath-default-namespace="">
    <xsl:param name="end" as="element()" tunnel="yes"/>
    <xsl:param name="mark" as="element()" tunnel="yes"/>
    <xsl:copy>
      <xsl:apply-templates select="@*, node()" mode="#current"/>
      <xsl:sequence select="$mark[current() is $end]"/>
    </xsl:copy>
  </xsl:template>

  <!-- Of an entry the lemma is quoted. -->
  <xsl:template match="app" mode="m:words" as="item()*">
    <xsl:apply-templates select="f:lemma(.)" mode="#current"/>
  </xsl:template>

  <!-- An entry that is about other words is not quoted. -->
  <xsl:template match="app[f:is-located(.)]" mode="m:words" priority="1" as="empty-sequence()"/>

  <!-- Notes are not quoted. -->
  <xsl:template match="note | witDetail" mode="m:words" as="empty-sequence()"/>

  <!-- What is said of a witness within a reading, or its sigla as they are printed, are no words of
       it: its entry says it. -->
  <xsl:template match="
      (lem | rdg)/(wit | witDetail) | src:reading//(wit | witDetail) | rdg/note[f:is-said-of-reading(.)]" mode="m:inline" as="empty-sequence()"/>

  <!-- The entries of a page, in the order in which their words begin: those that are in its
       text, those whose words do, then those of its lists whose words were not found. -->
  <xsl:function name="f:entries" as="element(app)*" visibility="public">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="standoff" as="element()*"/>
    <xsl:variable name="root" as="document-node()?" select="($content, $standoff)[1]/root()"/>
    <xsl:variable name="placed" as="element(app)*">
      <xsl:for-each select="
          $content/descendant-or-self::*[self::app or self::src:lemma[normalize-space(@first)]]
              [not(ancestor::listApp) and not(ancestor::app[f:is-located(.)])]">
        <xsl:choose>
          <xsl:when test="self::src:lemma">
            <xsl:sequence select="tokenize(@first) ! key('app', ., $root)/fp:with-nested(.)"/>
          </xsl:when>
          <xsl:when test="not(f:is-located(.))">
            <xsl:sequence select="."/>
          </xsl:when>
          <xsl:when test="f:is-astray(.)">
            <xsl:sequence select="fp:with-nested(.)"/>
          </xsl:when>
        </xsl:choose>
      </xsl:for-each>
    </xsl:variable>
    <!-- An entry within a located one may have words of its own elsewhere. -->
    <xsl:for-each-group group-by="generate-id()" select="
        $placed,
        ($content/descendant-or-self::listApp | $standoff/descendant-or-self::listApp)
            /app[f:is-astray(.)]/fp:with-nested(.)">
      <xsl:sequence select="."/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- The entries of each division on a page that has some, by its anchor, if they are at the end
       of sections; those in none are under the empty name. -->
  <xsl:function name="f:entries-of-sections" as="map(xs:string, element(app)*)" visibility="public">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:param name="content" as="node()*"/>
    <xsl:choose>
      <xsl:when test="$v:apparatus?place eq 'section'">
        <xsl:variable name="begins" as="map(xs:string, element())" select="
            map:merge($content/descendant-or-self::src:lemma[normalize-space(@first)]
                ! (for $entry in tokenize(@first) return map:entry($entry, .)))"/>
        <xsl:variable name="shown" as="element()*" select="
            $content/descendant-or-self::*[f:is-division(.)][@src:anchor]"/>
        <xsl:map>
          <xsl:for-each-group select="$apps" group-by="
              let $outer := (ancestor-or-self::app[f:is-located(.)])[1],
                  $start := ($begins(string($outer/@src:anchor)), .)[1]
              return string($start/ancestor::*[f:is-division(.)][1][. intersect $shown]/@src:anchor)">
            <xsl:map-entry key="current-grouping-key()" select="current-group()"/>
          </xsl:for-each-group>
        </xsl:map>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="map { '': $apps }"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The entries at the end of a division, where they are to be there. -->
  <xsl:function name="f:section-apparatus" as="element()*" visibility="public">
    <xsl:param name="division" as="element()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:sequence select="
        f:apparatus($context?sections ! .(string($division/@src:anchor)), $context)"/>
  </xsl:function>

  <!-- The mark of an entry in the text: a letter that leads to it. -->
  <xsl:function name="fp:mark" as="element()?">
    <xsl:param name="anchor" as="xs:string?"/>
    <xsl:param name="node" as="node()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:if test="exists($anchor ! $context?apps(.))">
      <superscript classes="tei-generated">
        <tei_link target="{$context?docname}#{f:entry-id($node, $anchor)}"
            classes="tei-app-mark tei-generated">{f:letter($anchor, $context)}</tei_link>
      </superscript>
    </xsl:if>
  </xsl:function>

  <!-- The letters of an entry: a to z, then aa. -->
  <xsl:function name="f:letter" as="xs:string" visibility="public">
    <xsl:param name="anchor" as="xs:string"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:number value="($context?apps($anchor), 1)[1]" format="a"/>
  </xsl:function>

  <!-- The anchor of an entry at the foot of the page. -->
  <xsl:function name="f:entry-id" as="xs:string" visibility="public">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="anchor" as="xs:string"/>
    <xsl:sequence select="f:free-id($node, $anchor || '-entry')"/>
  </xsl:function>

  <!-- Whether the words that an entry is about were not found in the text. -->
  <xsl:function name="f:is-astray" as="xs:boolean" visibility="public">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        not($app/@src:standing = ('found', 'elsewhere')) and f:is-located($app)
        and not($app/@src:standing eq 'no-lemma' and exists(key('fp:words', $app/@src:anchor, root($app))))"/>
  </xsl:function>

  <!-- An entry, and those in its readings. -->
  <xsl:function name="fp:with-nested" as="element(app)*">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="$app/descendant-or-self::app"/>
  </xsl:function>

  <!-- Whether an element is a division of the text. -->
  <xsl:function name="f:is-division" as="xs:boolean" visibility="public">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="local-name($element) = $v:divisions"/>
  </xsl:function>

</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- The critical apparatus: the lemma in the text, the entry at the foot (TEI Guidelines, chapter 13). -->
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

  <!-- The reading that the text has: the lemma, else the first; `reader.choose_lemma` says the same. -->
  <xsl:function name="f:lemma" as="element()?" visibility="public">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="($app/lem, $app/descendant::rdg)[1]"/>
  </xsl:function>

  <!-- The lemma in running text, with the mark that leads to its entry. -->
  <xsl:template match="app" mode="m:inline">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates select="f:lemma(.)" mode="m:inline"/>
      <xsl:sequence select="fp:mark(., $context)"/>
    </tei_span>
  </xsl:template>

  <!-- The words that entries elsewhere are about (`tei_edition.apparatus.stamp_entries`). -->
  <xsl:template match="src:lemma" mode="m:inline">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- What a witness reads, in a tree that is its text (`tei_edition.witnessing`). -->
  <xsl:template match="src:reading" mode="m:inline">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- An entry that stands behind the words that it is about: the text has them already. -->
  <xsl:template match="app[@src:method = ('location-referenced', 'double-end-point')]
      [not(ancestor::listApp)]" mode="m:inline" priority="1">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:sequence select="fp:mark(., $context)"/>
    </tei_span>
  </xsl:template>

  <!-- A lemma of whole blocks. -->
  <xsl:template match="app" mode="m:block">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <container>
      <xsl:sequence select="f:attributes(.)"/>
      <container>
        <xsl:sequence select="f:lemma(.)/f:attributes(.), f:flow(f:lemma(.)/node(), $context)"/>
      </container>
      <paragraph classes="tei-aside">
        <xsl:sequence select="fp:mark(., $context)"/>
      </paragraph>
    </container>
  </xsl:template>

  <!-- All entries of a page. -->
  <xsl:function name="f:apparatus" as="element()*" visibility="public">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:if test="$apps">
      <container classes="tei-apparatus">
        <rubric classes="tei-generated">{f:word('Apparatus')}</rubric>
        <bullet_list classes="tei-entries">
          <xsl:apply-templates select="$apps" mode="m:entry">
            <xsl:with-param name="context" select="$context" tunnel="yes"/>
          </xsl:apply-templates>
        </bullet_list>
      </container>
    </xsl:if>
  </xsl:function>

  <!-- An entry: its mark, the lemma, and what the other witnesses read. -->
  <xsl:template match="app" mode="m:entry">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:variable name="lemma" as="element()?" select="f:lemma(.)"/>
    <list_item ids="{fp:entry-id(.)}" classes="tei-entry">
      <paragraph>
        <tei_link target="{$context?docname}#{@src:anchor}"
            classes="tei-entry-mark tei-generated">{fp:letter(., $context)}</tei_link>
        <xsl:text> </xsl:text>
        <inline classes="tei-entry-lemma tei-generated">
          <xsl:variable name="words" as="xs:string" select="fp:words($lemma)"/>
          <xsl:text>{if ($words) then $words else f:word('omitted')}</xsl:text>
        </inline>
        <xsl:sequence select="fp:sigla($lemma)"/>
        <inline classes="tei-generated"> ]</inline>
        <xsl:if test="not(fp:holds-block-reading(.))">
          <xsl:apply-templates select="* except $lemma" mode="m:reading">
            <xsl:with-param name="lemma" select="$lemma" tunnel="yes"/>
          </xsl:apply-templates>
        </xsl:if>
      </paragraph>
      <xsl:if test="fp:holds-block-reading(.)">
        <xsl:apply-templates select="* except $lemma" mode="m:entry-block">
          <xsl:with-param name="lemma" select="$lemma" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:if>
    </list_item>
  </xsl:template>

  <!-- A reading, its words kept as they are marked, then its sigla. -->
  <xsl:template match="rdg | lem" mode="m:reading">
    <xsl:param name="lemma" as="element()?" tunnel="yes"/>
    <xsl:if test="not(. is $lemma)">
      <xsl:text> </xsl:text>
      <tei_span>
        <xsl:sequence select="f:attributes(.)"/>
        <xsl:apply-templates mode="m:inline"/>
        <xsl:if test="not(normalize-space())">
          <inline classes="tei-generated tei-omission">{f:word('omitted')}</inline>
        </xsl:if>
      </tei_span>
      <xsl:sequence select="fp:sigla(.)"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rdgGrp" mode="m:reading">
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates select="*" mode="#current"/>
    </tei_span>
  </xsl:template>

  <!-- What editors say about an entry or a witness, in italics. -->
  <xsl:template match="note | witDetail | wit" mode="m:reading">
    <xsl:text> </xsl:text>
    <emphasis>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates mode="m:inline"/>
    </emphasis>
  </xsl:template>

  <!-- Whatever else an entry may hold is said as well. -->
  <xsl:template match="*" mode="m:reading" priority="-1">
    <xsl:text> </xsl:text>
    <xsl:apply-templates select="." mode="m:inline"/>
  </xsl:template>

  <!-- The same where a reading holds blocks. -->
  <xsl:template match="rdg | lem" mode="m:entry-block">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="lemma" as="element()?" tunnel="yes"/>
    <xsl:if test="not(. is $lemma)">
      <container>
        <xsl:sequence select="f:attributes(.)"/>
        <xsl:sequence select="f:flow(node(), $context)"/>
        <paragraph>
          <xsl:sequence select="fp:sigla(.)"/>
        </paragraph>
      </container>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rdgGrp" mode="m:entry-block">
    <container>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates select="*" mode="#current"/>
    </container>
  </xsl:template>

  <xsl:template match="*" mode="m:entry-block" priority="-1">
    <xsl:call-template name="f:paragraph-or-container"/>
  </xsl:template>

  <xsl:template match="app" mode="m:words">
    <xsl:apply-templates select="f:lemma(.)" mode="#current"/>
  </xsl:template>

  <xsl:template match="app[@src:method = ('location-referenced', 'double-end-point')]"
      mode="m:words" priority="1"/>

  <xsl:template match="note" mode="m:words"/>

  <!-- The mark of an entry in the text. -->
  <xsl:function name="fp:mark" as="element()">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="context" as="map(*)"/>
    <superscript classes="tei-generated">
      <tei_link target="{$context?docname}#{fp:entry-id($app)}"
          classes="tei-app-mark tei-generated">{fp:letter($app, $context)}</tei_link>
    </superscript>
  </xsl:function>

  <!-- The letters of an entry: a to z, then aa. -->
  <xsl:function name="fp:letter" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:number value="($context?apps(string($app/@src:anchor)), 1)[1]" format="a"/>
  </xsl:function>

  <xsl:function name="fp:entry-id" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="f:free-id($app, $app/@src:anchor || '-entry')"/>
  </xsl:function>

  <!-- The sigla of a reading, each a link to its witness. -->
  <xsl:function name="fp:sigla" as="node()*">
    <xsl:param name="reading" as="element()?"/>
    <xsl:for-each select="$reading/@wit/tokenize(.)">
      <xsl:text> </xsl:text>
      <xsl:variable name="siglum" as="xs:string" select="($v:sigla(.), replace(., '^#', ''))[1]"/>
      <xsl:choose>
        <xsl:when test="f:resolve(.)">
          <tei_link classes="tei-siglum tei-generated">
            <xsl:sequence select="f:link-attribute(f:resolve(.))"/>
            <xsl:text>{$siglum}</xsl:text>
          </tei_link>
        </xsl:when>
        <xsl:otherwise>
          <inline classes="tei-siglum tei-generated">{$siglum}</inline>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:function>

  <!-- The words of a lemma, as an entry quotes them. -->
  <xsl:function name="fp:words" as="xs:string">
    <xsl:param name="element" as="element()?"/>
    <xsl:variable name="words" as="xs:string*">
      <xsl:apply-templates select="$element/node()" mode="m:words"/>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($words))"/>
  </xsl:function>

  <!-- Whether a reading besides the lemma holds blocks. -->
  <xsl:function name="fp:holds-block-reading" as="xs:boolean">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="some $reading in $app/(descendant::rdg | note)[ancestor::app[1] is $app]
        satisfies exists($reading/node()[f:is-block(.)])"/>
  </xsl:function>

</xsl:stylesheet>

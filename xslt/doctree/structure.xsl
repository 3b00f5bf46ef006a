<?xml version="1.0" encoding="UTF-8"?>
<!-- Divisions, heads, paragraphs, quotations, drama and letters (TEI Guidelines, chapters 3, 4, 7). -->
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

  <!-- How many sections may be in one another on a page: LaTeX has no more than six in all. -->
  <xsl:variable name="v:deepest-section" as="xs:integer" select="3"/>

  <!-- Text that stands where blocks stand. -->
  <xsl:template match="text()" mode="m:block" as="element(Q{}paragraph)?">
    <xsl:if test="normalize-space()">
      <paragraph>{.}</paragraph>
    </xsl:if>
  </xsl:template>

  <!-- Comments and processing instructions are not shown. -->
  <xsl:template match="comment() | processing-instruction()" mode="m:block m:inline m:words" as="empty-sequence()"/>

  <!-- What only holds divisions together. -->
  <xsl:template match="text | body | front | back | group" mode="m:block" as="element()*">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:choose>
      <xsl:when test="@src:anchor">
        <container>
          <xsl:sequence select="f:attributes(.), fp:title-of-text(.), f:letter-heads-in(., $context)"/>
          <xsl:sequence select="f:flow(node(), $context)"/>
        </container>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:flow(node(), $context)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What a text of a corpus is called by its own header, where it has no page of its own. -->
  <xsl:function name="fp:title-of-text" as="element(Q{}rubric)?">
    <xsl:param name="text" as="element()"/>
    <xsl:variable name="titles" as="element(title)*" select="
        $text/self::text/parent::TEI[ancestor::teiCorpus]/teiHeader/fileDesc/titleStmt/title"/>
    <xsl:variable name="own" as="element(title)*" select="$titles[not(@level = ('s', 'j'))]"/>
    <xsl:for-each select="($own[@type = 'main'], $own[not(@type)], $own, $titles)[1]">
      <rubric classes="tei-title-of-text tei-generated">{normalize-space()}</rubric>
    </xsl:for-each>
  </xsl:function>

  <!-- A division with a head is a section, as far as sections may go; else a container. -->
  <xsl:template match="div | div1 | div2 | div3 | div4 | div5 | div6 | div7" mode="m:block" as="element()">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:variable name="head" as="element()?"
        select="f:title-head(node())"/>
    <xsl:variable name="attributes" as="attribute()*" select="
        f:attributes(.), f:line(., $context?line), f:passage(., $context)"/>
    <xsl:choose>
      <xsl:when test="$head and $context?depth gt 0
                      and $context?depth lt $v:deepest-section">
        <section>
          <xsl:sequence select="$attributes"/>
          <title>
            <xsl:sequence select="f:attributes($head), f:line($head, $context?line)"/>
            <xsl:apply-templates select="$head/node()" mode="m:inline"/>
          </title>
          <xsl:sequence select="f:letter-heads-in(., $context)"/>
          <xsl:sequence select="f:flow(node() except $head,
              map:put($context, 'depth', $context?depth + 1)),
              f:section-apparatus(., $context)"/>
        </section>
      </xsl:when>
      <xsl:otherwise>
        <container>
          <xsl:sequence select="$attributes, f:letter-heads-in(., $context)"/>
          <xsl:sequence select="f:flow(node(), map:put($context, 'depth', 0)),
              f:section-apparatus(., $context)"/>
        </container>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A text within the text has no sections of the page's own. -->
  <xsl:template match="floatingText" mode="m:block" as="element(Q{}block_quote)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <block_quote>
      <xsl:sequence select="f:attributes(.), f:letter-heads-in(., $context)"/>
      <xsl:sequence select="f:flow(node(), map:put($context, 'depth', 0))"/>
    </block_quote>
  </xsl:template>

  <!-- A head that is no section's title. -->
  <xsl:template match="head" mode="m:block" as="element()">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:choose>
      <xsl:when test="exists(node()[f:is-block(.)])">
        <xsl:call-template name="f:paragraph-or-container"/>
      </xsl:when>
      <xsl:otherwise>
        <rubric>
          <xsl:sequence select="f:attributes(.), f:line(., $context?line)"/>
          <xsl:apply-templates mode="m:inline"/>
        </rubric>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Paragraphs, and the parts of letters, title pages and plays that read like them. -->
  <xsl:template mode="m:block" match="
      p | ab | trailer | salute | signed | dateline | byline | stage | docAuthor | docDate
      | docEdition | docImprint | titlePart | label | bibl | figDesc | desc | opener | closer
      | postscript | argument | titlePage | docTitle | castItem | performance | set | cit
      | castList | castGroup | prologue | epilogue | spGrp | imprimatur | said | actor
      | role | roleDesc" as="element()">
    <xsl:call-template name="f:paragraph-or-container"/>
  </xsl:template>

  <!-- A block that is nothing but what a printer set between two parts. -->
  <xsl:template match="ab[not(*) and not(normalize-space())][f:ornament(string-join((@type, @rend), ' '))]"
      mode="m:block" priority="2" as="element(Q{}paragraph)">
    <paragraph>
      <xsl:sequence select="f:attributes(., 'tei-aside')"/>
      <inline classes="tei-ornament tei-generated">{f:ornament(string-join((@type, @rend), ' '))}</inline>
    </paragraph>
  </xsl:template>

  <!-- A speech: its speaker, then what is said. -->
  <xsl:template match="sp" mode="m:block" as="element()">
    <xsl:call-template name="f:paragraph-or-container"/>
  </xsl:template>

  <!-- The name of who speaks, as the text has it. -->
  <xsl:template match="speaker" mode="m:block" as="element(Q{}paragraph)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <paragraph>
      <xsl:sequence select="f:attributes(.)"/>
      <strong>
        <xsl:apply-templates mode="m:inline"/>
      </strong>
    </paragraph>
  </xsl:template>

  <!-- A quotation that is by itself. -->
  <xsl:template match="quote | q | epigraph" mode="m:block" as="element(Q{}block_quote)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <block_quote>
      <xsl:sequence select="f:attributes(.), f:line(., $context?line)"/>
      <xsl:sequence select="f:flow(node(), $context)"/>
    </block_quote>
  </xsl:template>

</xsl:stylesheet>

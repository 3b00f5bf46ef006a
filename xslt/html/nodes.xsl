<?xml version="1.0" encoding="UTF-8"?>
<!-- Any docutils node: its name, classes, ids, language and plain text in HTML. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- What each docutils element is in HTML, with a class where the element says too little. -->
  <xsl:variable name="fp:elements" as="map(xs:string, xs:string+)" select="map{
    'paragraph': 'p', 'subtitle': ('p', 'subtitle'), 'rubric': ('p', 'rubric'),
    'attribution': ('p', 'attribution'), 'block_quote': 'blockquote',
    'bullet_list': 'ul', 'enumerated_list': 'ol', 'list_item': 'li',
    'tei_entries': 'ul', 'tei_entry': 'li',
    'definition_list': 'dl', 'definition': 'dd',
    'field_list': ('dl', 'field-list'), 'field_name': 'dt', 'field_body': 'dd',
    'line_block': ('div', 'line-block'), 'container': 'div', 'tei_pairs': 'div', 'tei_pair': 'div', 'tei_side': 'div', 'compound': 'div', 'topic': 'div',
    'sidebar': 'aside', 'caption': ('p', 'caption'), 'legend': ('div', 'legend'),
    'tbody': 'tbody', 'thead': 'thead',
    'emphasis': 'em', 'strong': 'strong', 'literal': 'code', 'superscript': 'sup',
    'subscript': 'sub', 'title_reference': 'cite', 'inline': 'span', 'tei_span': 'span',
    'abbreviation': 'abbr', 'acronym': 'abbr', 'classifier': ('span', 'classifier'),
    'generated': 'span', 'target': 'span', 'tei_margin': 'span', 'tei_downloads': ('div', 'tei-downloads') }"/>

  <!-- Elements that hold text, in which an unknown element must be a span. -->
  <xsl:variable name="fp:text-elements" as="xs:string+" select="
    'paragraph', 'title', 'subtitle', 'rubric', 'attribution', 'term', 'line', 'caption',
    'field_name', 'label', 'literal_block', 'emphasis', 'strong', 'literal', 'superscript',
    'subscript', 'title_reference', 'inline', 'tei_span', 'tei_link', 'tei_time',
    'tei_alternative', 'tei_math', 'reference'"/>

  <!-- Any element: what the table says it is; else a block or an inline, by where it is. -->
  <xsl:template match="*" as="node()*">
    <xsl:variable name="html" as="xs:string*" select="$fp:elements(local-name())"/>
    <xsl:element name="{($html[1], if (fp:is-inline(.)) then 'span' else 'div')[1]}">
      <xsl:sequence select="fp:attributes(., if (exists($html)) then $html[2] else local-name())"/>
      <xsl:sequence select="fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- What is said of the page or to its makers, not to its readers. -->
  <xsl:template match="comment | docinfo | meta | index | substitution_definition | pending | colspec" as="empty-sequence()"/>

  <!-- A comment or processing instruction of the page's own. -->
  <xsl:template match="comment() | processing-instruction()" as="empty-sequence()"/>

  <!-- The attributes that any element may have: id, classes, language and direction. -->
  <xsl:function name="fp:attributes" as="attribute()*">
    <xsl:param name="node" as="element()"/>
    <xsl:param name="class" as="xs:string?"/>
    <xsl:if test="$node/@ids">
      <xsl:attribute name="id" select="tokenize($node/@ids)[1]"/>
    </xsl:if>
    <xsl:sequence select="$node/(@plain, @about) ! fp:attribute('data-' || name(), .)"/>
    <xsl:choose>
      <xsl:when test="contains($node/@classes, 'language-') or contains($node/@classes, 'rtl')">
        <xsl:sequence select="fp:class-attributes(($class, tokenize($node/@classes)))"/>
      </xsl:when>
      <xsl:when test="$class or $node/@classes">
        <xsl:attribute name="class"
          select="$class[not(contains-token(string($node/@classes), .))], $node/@classes"/>
      </xsl:when>
    </xsl:choose>
  </xsl:function>

  <!-- Classes as attributes: those of docutils that name a language or direction become theirs. -->
  <xsl:function name="fp:class-attributes" as="attribute()*">
    <xsl:param name="classes" as="xs:string*"/>
    <xsl:variable name="languages" as="xs:string*" select="$classes[starts-with(., 'language-')]"/>
    <xsl:where-populated>
      <xsl:attribute name="class" select="distinct-values($classes[not(. = $languages)])"/>
      <xsl:attribute name="lang" select="$languages[1] ! substring-after(., '-')"/>
      <xsl:attribute name="dir" select="$classes[. = ('rtl', 'ltr')][1]"/>
    </xsl:where-populated>
  </xsl:function>

  <!-- One attribute. -->
  <xsl:function name="fp:attribute" as="attribute()">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="value" as="xs:string"/>
    <xsl:attribute name="{$name}" select="$value"/>
  </xsl:function>

  <!-- The elements of some markup, of any length and depth: `parse-xml-fragment` has limits that
       cannot be lifted. -->
  <xsl:function name="fp:parse-markup" as="element()*">
    <xsl:param name="markup" as="xs:string"/>
    <xsl:sequence select="parse-xml('&lt;markup>' || $markup || '&lt;/markup>')/*/*"/>
  </xsl:function>

  <!-- Targets for the ids after the first: HTML has one per element. -->
  <xsl:function name="fp:further-ids" as="element(span)*">
    <xsl:param name="node" as="element()?"/>
    <xsl:sequence select="if (contains($node/@ids, ' ')) then tail(tokenize($node/@ids)) ! fp:anchor(.) else ()"/>
  </xsl:function>

  <!-- A place to link to. -->
  <xsl:function name="fp:anchor" as="element(span)">
    <xsl:param name="id" as="xs:string"/>
    <span id="{$id}"/>
  </xsl:function>

  <!-- True for an element that is in a line of text. -->
  <xsl:function name="fp:is-inline" as="xs:boolean">
    <xsl:param name="node" as="element()"/>
    <xsl:sequence select="$node/ancestor::*/local-name() = $fp:text-elements"/>
  </xsl:function>

  <!-- The text of an element without its note marks and hidden sides, in one line. -->
  <xsl:function name="f:plain-text" as="xs:string" visibility="public">
    <xsl:param name="node" as="element()"/>
    <xsl:variable name="parts" as="item()*">
      <xsl:apply-templates select="$node/node()" mode="m:html-plain"/>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($parts))"/>
  </xsl:function>

  <!-- What a title without markup leaves out. -->
  <xsl:template mode="m:html-plain"
    match="footnote_reference | tei_alternative | tei_margin
      | *[tokenize(@classes) = ('tei-sign', 'tei-break-number')] | superscript[tei_link[tokenize(@classes) = 'tei-generated']]" as="empty-sequence()"/>

</xsl:stylesheet>

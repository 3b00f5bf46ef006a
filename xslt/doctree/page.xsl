<?xml version="1.0" encoding="UTF-8"?>
<!-- The pages of a text: each a document with its text, apparatus, notes and downloads. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- All pages of a file: a map from docname to serialised docutils document. -->
  <xsl:template match="/" mode="m:pages" as="map(xs:string, xs:string)">
    <xsl:call-template name="f:report-unhandled"/>
    <xsl:variable name="root" as="document-node()" select="f:prepare(.)"/>
    <xsl:map>
      <xsl:for-each select="$v:pages?*">
        <xsl:variable name="page" as="element()" select="f:page(., $root)"/>
        <xsl:map-entry key="string(?docname)"
            select="serialize($page, map { 'method': 'xml', 'omit-xml-declaration': true() })"/>
      </xsl:for-each>
    </xsl:map>
  </xsl:template>

  <!-- One page; `page` is its object of the parameter $pages. -->
  <xsl:function name="f:page" as="element(document)" visibility="public"
      xpath-default-namespace="">
    <xsl:param name="page" as="map(*)"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:sequence select="fp:document($page, fp:unit($page, $root), fp:content($page, $root), $root)"/>
  </xsl:function>

  <!-- The element that a page begins with: none for the page of the whole text. -->
  <xsl:function name="fp:unit" as="element()?">
    <xsl:param name="page" as="map(*)"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:sequence select="key('unit', string($page?anchor), $root)[string($page?anchor)]"/>
  </xsl:function>

  <!-- What is on a page, in order; the division that it begins with gives its children. Notes in
       the entries of a register are on its pages. -->
  <xsl:function name="fp:content" as="node()*">
    <xsl:param name="page" as="map(*)"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:variable name="unit" as="element()?" select="fp:unit($page, $root)"/>
    <xsl:sequence select="
        $unit[@src:in = $page?anchor]/node(),
        key('content', string($page?anchor), $root) except $unit,
        $root//standOff/(descendant::note[not(ancestor::app)] except descendant::note//note)
            [not($page?anchor)][not(ancestor::*[local-name() = $v:entries])]"/>
  </xsl:function>

  <!-- The docutils document of a page. -->
  <xsl:function name="fp:document" as="element()">
    <xsl:param name="page" as="map(*)"/>
    <xsl:param name="unit" as="element()?"/>
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:variable name="apps" as="element(app)*" select="
        f:entries($content, $root//standOff[not($page?anchor)])"/>
    <xsl:variable name="sections" as="map(xs:string, element(app)*)"
        select="f:entries-of-sections($apps, $content)"/>
    <!-- Those of located entries are where the entries are. -->
    <xsl:variable name="notes" as="element()*" select="
        $content/descendant-or-self::note[f:is-footnote(.)]
            [not(f:same-note(.) intersect $content/descendant-or-self::note)]
            [not(ancestor::listApp) and not(ancestor::app[f:is-located(.)])],
        $apps[f:is-located(.)]//note[f:is-footnote(.)]"/>
    <xsl:variable name="context" as="map(*)" select="map {
        'docname': string($page?docname),
        'text': string($page?text),
        'base': string($page?base),
        'line': xs:integer(($page?line, 1)[1]),
        'depth': 1,
        'notes': fp:number($notes),
        'apps': fp:number($apps),
        'sections': $sections,
        'lines': f:lines-of-entries($content),
        'verses': f:number-lines($content/descendant-or-self::l) }"/>
    <xsl:variable name="head" as="element()?" select="f:title-head($content)"/>
    <xsl:variable name="images" as="element()?" select="f:images-beside($page, $root, $context)"/>
    <xsl:variable name="classes" as="xs:string+" select="
        'tei-page', 'tei-text',
        'tei-lines'[$lines eq 'source'],
        $v:apparatus?marks[exists($apps) and not(. = 'letters')] ! ('tei-marks-' || .),
        'tei-marks-printed'[$v:apparatus?printed and exists($apps)],
        'tei-notes-beside'[f:can-stand-beside($notes, $content)][empty($images)],
        (: The text itself is no element of its page. :)
        ($unit/.., $content[1]/(ancestor-or-self::text[last()], ..)[1])[1]
          /ancestor-or-self::*[@xml:lang][1][not($unit/@xml:lang)]/fp:direct(f:language-classes(@xml:lang))"/>
    <!-- The language of what the edition says besides, if it is not that of the text. -->
    <xsl:variable name="own" as="xs:string*" select="
        f:own-words(($unit, $content[1]/(ancestor-or-self::text[last()], ..)[1])[1])"/>
    <document source="{$page?file}">
      <xsl:if test="$v:is-witness">
        <xsl:attribute name="tei_witness" select="$v:witness?siglum"/>
      </xsl:if>
      <section>
        <xsl:choose>
          <xsl:when test="$unit">
            <xsl:sequence select="f:attributes($unit, $classes),
                f:line($unit, $context?line), f:passage($unit, $context)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:attribute name="classes" select="$classes"/>
          </xsl:otherwise>
        </xsl:choose>
        <title>
          <xsl:choose>
            <xsl:when test="normalize-space($head) or $head/*">
              <xsl:sequence select="f:attributes($head)"/>
              <xsl:apply-templates select="$head/node()" mode="m:inline">
                <xsl:with-param name="context" select="$context" tunnel="yes"/>
              </xsl:apply-templates>
            </xsl:when>
            <xsl:otherwise>
              <xsl:attribute name="classes" select="'tei-generated'"/>
              <xsl:text>{$page?title}</xsl:text>
            </xsl:otherwise>
          </xsl:choose>
          <xsl:sequence select="f:witness-title()"/>
        </title>
        <xsl:sequence select="f:witness-note($page), f:witness-choice($page), f:parallel-choice($page),
            f:letter-head($page, $root, $context), fp:direct-own($own, f:views($content, exists($apps)))"/>
        <xsl:sequence select="f:flow($content except $head, $context)"/>
        <xsl:sequence select="fp:direct-own($own, $images)"/>
        <xsl:if test="exists($page?parts?*)">
          <toctree entries="{$page?parts?*}" maxdepth="2"/>
        </xsl:if>
        <xsl:sequence select="f:apparatus($sections(''), $context),
            f:footnotes($notes, $context), fp:direct-own($own, f:key-to-signs($content))"/>
        <xsl:where-populated>
          <tei_named classes="{'tei-named', $own}" summary="{f:word('Named')}">
            <xsl:sequence select="$page?named?* ! fp:named(.)"/>
          </tei_named>
        </xsl:where-populated>
        <xsl:if test="exists($page?downloads?*)">
          <tei_downloads classes="{'tei-downloads', $own}">
            <paragraph>
              <xsl:text>{f:word('labelled', map{'label': f:word('Download')})} </xsl:text>
              <xsl:for-each select="$page?downloads?*">
                <xsl:if test="position() gt 1"> · </xsl:if>
                <tei_link file="{?file}" classes="tei-download">{?label}</tei_link>
              </xsl:for-each>
            </paragraph>
          </tei_downloads>
        </xsl:if>
      </section>
    </document>
  </xsl:function>

  <!-- What the edition says besides the text, with the classes of its language. -->
  <xsl:function name="fp:direct-own" as="element()*">
    <xsl:param name="classes" as="xs:string*"/>
    <xsl:param name="said" as="element()*"/>
    <xsl:for-each select="$said">
      <xsl:copy>
        <xsl:sequence select="@*"/>
        <xsl:attribute name="classes" select="@classes, $classes"/>
        <xsl:sequence select="node()"/>
      </xsl:copy>
    </xsl:for-each>
  </xsl:function>

  <!-- Who or what of one kind is named on a page. -->
  <xsl:function name="fp:named" as="element()">
    <xsl:param name="kind" as="map(*)"/>
    <tei_names title="{$kind?title}">
      <xsl:for-each select="$kind?entries?*">
        <tei_name target="{?target}" name="{?name}" dates="{?dates}"/>
      </xsl:for-each>
      <xsl:if test="$kind?more gt 0">
        <tei_name target="{$kind?register}" dates=""
            name="{f:word('more named', map{'number': xs:integer($kind?more)})}"/>
      </xsl:if>
    </tei_names>
  </xsl:function>

  <!-- The place of each of some elements among them, by anchor. -->
  <xsl:function name="fp:number" as="map(xs:string, xs:integer)">
    <xsl:param name="elements" as="element()*"/>
    <xsl:map>
      <xsl:for-each select="$elements">
        <xsl:map-entry key="string(@src:anchor)" select="position()"/>
      </xsl:for-each>
    </xsl:map>
  </xsl:function>

  <!-- The classes of a language, with the direction of its script where that of the page is another. -->
  <xsl:function name="fp:direct" as="xs:string*">
    <xsl:param name="classes" as="xs:string*"/>
    <xsl:sequence select="
        $classes,
        'ltr'[exists($classes) and not($classes = 'rtl') and $v:words('')?direction = 'rtl']"/>
  </xsl:function>

</xsl:stylesheet>

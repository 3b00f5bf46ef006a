<?xml version="1.0" encoding="UTF-8"?>
<!-- The page of a witness: its text, its description, and where it differs. -->
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

  <!-- JSON: the witness whose text this is, none for the text of the edition. `siglum`; `target` is
       its place in the list of witnesses; `remarks` are sentences that say what is known of it. -->
  <xsl:param name="witness" as="xs:string" select="'{}'"/>
  <!-- What is said of the witness whose pages are made; empty for pages of the text. -->
  <xsl:variable name="v:witness" as="map(xs:string, item()*)" select="parse-json($witness)"/>
  <!-- Whether the pages of a witness are made. -->
  <xsl:variable name="v:is-witness" as="xs:boolean" select="exists($v:witness?siglum)"/>

  <!-- What is after the title of a witness's page. -->
  <xsl:function name="f:witness-title" as="element()?" visibility="public">
    <xsl:if test="$v:is-witness">
      <inline classes="tei-generated tei-witness-title"> ({$v:witness?siglum})</inline>
    </xsl:if>
  </xsl:function>

  <!-- What stands above the text: who proposed it, how much of it is known, the way back. -->
  <xsl:function name="f:witness-note" as="element()?" visibility="public">
    <xsl:param name="page" as="map(*)"/>
    <xsl:if test="$v:is-witness">
      <container classes="tei-witness-note tei-generated">
        <paragraph>
          <tei_link target="{$v:witness?target}" classes="tei-siglum">{$v:witness?siglum}</tei_link>
          <xsl:text>: {string-join($v:witness?remarks?*, ' ')} </xsl:text>
          <tei_link target="{$page?base}" classes="tei-base-link">{f:word('established text')}</tei_link>
        </paragraph>
      </container>
    </xsl:if>
  </xsl:function>

  <!-- The same page as the witnesses have it, for a reader to choose from. -->
  <xsl:function name="f:witness-choice" as="element()?" visibility="public">
    <xsl:param name="page" as="map(*)"/>
    <xsl:variable name="others" as="map(*)*" select="$page?witnesses?*[?docname ne $page?docname]"/>
    <xsl:if test="exists($others)">
      <tei_downloads classes="tei-witness-choice tei-generated">
        <paragraph>
          <xsl:text>{f:word('read as')} </xsl:text>
          <xsl:for-each select="$others">
            <xsl:if test="position() gt 1"> · </xsl:if>
            <tei_link target="{?docname}" classes="tei-siglum">{?siglum}</tei_link>
          </xsl:for-each>
        </paragraph>
      </tei_downloads>
    </xsl:if>
  </xsl:function>

  <!-- What a witness reads (`tei_edition.reader.apparatus.witness_text`). Where that is not what the text has, it is
       marked, and leads to the entry. Its anchor is that of the entry's words in the text. -->
  <xsl:template match="src:reading" mode="m:inline" as="element(Q{}tei_span)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <tei_span ids="{@entry}" classes="{fp:reading-classes(.)}">
      <xsl:apply-templates mode="#current"/>
      <xsl:choose>
        <xsl:when test="f:is-omission(.)">
          <inline classes="tei-generated tei-omission">{f:word('omitted')}</inline>
        </xsl:when>
        <xsl:when test="@facs and not(f:has-content(.))">
          <xsl:sequence select="f:words-instead(., $context)"/>
        </xsl:when>
      </xsl:choose>
      <xsl:sequence select="fp:way-to-entry(., $context)"/>
    </tei_span>
  </xsl:template>

  <!-- The same where a witness has blocks. -->
  <xsl:template match="src:reading" mode="m:block" as="element(Q{}container)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <container ids="{@entry}" classes="{fp:reading-classes(.)}">
      <xsl:sequence select="f:flow(node(), $context)"/>
      <xsl:where-populated>
        <paragraph classes="tei-aside">
          <xsl:sequence select="fp:way-to-entry(., $context)"/>
        </paragraph>
      </xsl:where-populated>
    </container>
  </xsl:template>

  <!-- The mark that leads from a variant to its entry, on the page of the text. -->
  <xsl:function name="fp:way-to-entry" as="element()?">
    <xsl:param name="reading" as="element(src:reading)"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:if test="$context?base and not($reading/@same)">
      <superscript classes="tei-generated">
        <tei_link target="{$context?base}#{$reading/@entry}-entry"
            classes="tei-app-mark tei-generated">*</tei_link>
      </superscript>
    </xsl:if>
  </xsl:function>

  <!-- The classes of a reading: whether it is a variant, how it is known. -->
  <xsl:function name="fp:reading-classes" as="xs:string+">
    <xsl:param name="reading" as="element(src:reading)"/>
    <xsl:sequence select="
        'tei-reading', 'tei-variant'[not($reading/@same)], 'tei-' || $reading/@certainty"/>
  </xsl:function>

</xsl:stylesheet>

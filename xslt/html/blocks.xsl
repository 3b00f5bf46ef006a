<?xml version="1.0" encoding="UTF-8"?>
<!-- Sections, titles, lists, lines and other blocks. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- A list, which cannot hold the targets of further ids: they are before it. -->
  <xsl:template match="bullet_list | definition_list | field_list" as="node()+">
    <xsl:sequence select="fp:further-ids(.)"/>
    <xsl:element name="{$fp:elements(local-name())[1]}">
      <xsl:sequence select="fp:attributes(., $fp:elements(local-name())[2])"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- A part of the text. -->
  <xsl:template match="section" as="element(section)">
    <section>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </section>
  </xsl:template>

  <!-- The heading of a part, at the level at which the part stands. -->
  <xsl:template match="title" as="element()">
    <xsl:element name="h{max((1, min((6, count(ancestor::section)))))}">
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- The title of a block that is not part of the text's hierarchy. -->
  <xsl:template match="topic/title | sidebar/title | admonition/title" as="element(p)">
    <p>
      <xsl:sequence select="fp:attributes(., 'title')"/>
      <xsl:apply-templates/>
    </p>
  </xsl:template>

  <!-- A list that counts, from where and with what figures. -->
  <xsl:template match="enumerated_list" as="node()+">
    <xsl:sequence select="fp:further-ids(.)"/>
    <ol>
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:apply-templates select="@start[. castable as xs:integer], @enumtype"/>
      <xsl:apply-templates/>
    </ol>
  </xsl:template>

  <!-- The number of the first item. -->
  <xsl:template match="enumerated_list/@start" as="attribute(start)">
    <xsl:attribute name="start" select="."/>
  </xsl:template>

  <!-- The figures of a list. -->
  <xsl:template match="enumerated_list/@enumtype" as="attribute(type)?">
    <xsl:variable name="types" as="map(xs:string, xs:string)" select="map{
      'loweralpha': 'a', 'upperalpha': 'A', 'lowerroman': 'i', 'upperroman': 'I' }"/>
    <xsl:where-populated>
      <xsl:attribute name="type" select="$types(.)"/>
    </xsl:where-populated>
  </xsl:template>

  <!-- A term with its definition, which HTML does not hold together. -->
  <xsl:template match="definition_list_item | field" as="element()*">
    <xsl:apply-templates select="*"/>
  </xsl:template>

  <!-- A term, with the ids and classes of its item, and the classifiers that follow it. -->
  <xsl:template match="term" as="element(dt)">
    <dt>
      <xsl:sequence select="fp:attributes(., string-join(tokenize(../@classes), ' ')[. != ''])"/>
      <xsl:sequence select="fp:further-ids(.), tokenize(../@ids) ! fp:anchor(.)"/>
      <xsl:apply-templates/>
      <xsl:apply-templates select="../classifier">
        <xsl:with-param name="in-term" as="xs:boolean" select="true()"/>
      </xsl:apply-templates>
    </dt>
  </xsl:template>

  <!-- A classifier, which HTML has only inside the term. -->
  <xsl:template match="classifier" as="node()*">
    <xsl:param name="in-term" as="xs:boolean" select="false()"/>
    <xsl:if test="$in-term">
      <xsl:text> </xsl:text>
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <!-- A line of verse; an empty one keeps its height. -->
  <xsl:template match="line" as="element(div)">
    <div>
      <xsl:sequence select="fp:attributes(., 'line'), fp:further-ids(.)"/>
      <xsl:apply-templates/>
      <xsl:if test="not(node())">
        <br/>
      </xsl:if>
    </div>
  </xsl:template>

  <!-- Text set as it is written; HTML swallows a newline at its very start, so that has another. -->
  <xsl:template match="literal_block | doctest_block" as="element(pre)">
    <pre>
      <xsl:sequence select="fp:attributes(., 'literal-block')"/>
      <xsl:if test="starts-with(., '&#xa;')">
        <xsl:text>&#xa;</xsl:text>
      </xsl:if>
      <xsl:apply-templates/>
    </pre>
  </xsl:template>

  <!-- A pause between paragraphs. -->
  <xsl:template match="transition" as="element(hr)">
    <hr>
      <xsl:sequence select="fp:attributes(., ())"/>
    </hr>
  </xsl:template>

  <!-- What is folded under its summary. -->
  <xsl:template match="tei_details | tei_named" as="element(details)">
    <details>
      <xsl:sequence select="fp:attributes(., ())"/>
      <summary>{@summary}</summary>
      <xsl:apply-templates/>
    </details>
  </xsl:template>

</xsl:stylesheet>

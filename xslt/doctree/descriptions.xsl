<?xml version="1.0" encoding="UTF-8"?>
<!-- Descriptions that are in a text: of persons, places and works, of words and of manuscripts
     (TEI Guidelines, chapters 10, 11 and 14). -->
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

  <!-- A list of persons, works and so on: an item for each, its heads before it. -->
  <xsl:template mode="m:block" match="
      listBibl | listEvent | listNym | listObject | listOrg | listPerson | listPlace | listWit" as="element()+">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:variable name="heads" as="element(head)*"
        select="head[not(preceding-sibling::*[not(self::head)])]"/>
    <xsl:apply-templates select="$heads" mode="m:block"/>
    <bullet_list>
      <xsl:sequence select="f:attributes(., 'tei-list-of-entries'), f:passage(., $context)"/>
      <xsl:for-each select="* except $heads">
        <list_item>
          <xsl:sequence select="f:flow(., $context)"/>
        </list_item>
      </xsl:for-each>
    </bullet_list>
  </xsl:template>

  <!-- A person and the like: names in one line, then a line for each thing said. -->
  <xsl:template mode="m:block" match="event | nym | object | org | person | personGrp | place" as="element(Q{}container)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <container>
      <xsl:sequence select="f:attributes(.), f:line(., $context?line), f:passage(., $context)"/>
      <xsl:sequence select="f:flow(node(), $context)"/>
    </container>
  </xsl:template>

  <!-- When a person was born and died. -->
  <xsl:template match="birth | death" mode="m:block" as="element(Q{}paragraph)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <paragraph>
      <xsl:sequence select="f:attributes(.), f:line(., $context?line)"/>
      <inline classes="tei-generated">{if (self::birth) then '* ' else '† '}</inline>
      <xsl:apply-templates mode="m:inline"/>
    </paragraph>
  </xsl:template>

  <!-- The parts of a structured reference that nothing parts yet. -->
  <xsl:template mode="m:inline" priority="4" as="node()*" match="
      (analytic | monogr | series | imprint | biblStruct)[not(src:separator)]/*[preceding-sibling::*][.//text()]">
    <inline classes="tei-separator">, </inline>
    <xsl:next-match/>
  </xsl:template>

  <!-- What parts the elements of data; `reader/separating.py` makes it. -->
  <xsl:template match="src:separator" mode="m:inline" as="element(Q{}inline)?">
    <xsl:if test="string()">
      <inline classes="tei-separator">{.}</inline>
    </xsl:if>
  </xsl:template>

  <xsl:template match="src:separator" mode="m:block" as="empty-sequence()"/>

  <!-- A witness, by its siglum. -->
  <xsl:template match="witness" mode="m:block" as="element(Q{}container)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <container>
      <xsl:sequence select="f:attributes(.), f:passage(., $context)"/>
      <xsl:where-populated>
        <paragraph classes="tei-siglum tei-generated">{(@n, @xml:id)[1]}</paragraph>
      </xsl:where-populated>
      <xsl:sequence select="f:flow(node(), $context)"/>
    </container>
  </xsl:template>

  <!-- The entries of a dictionary, and what they hold that is set off. -->
  <xsl:template match="entry | entryFree | superEntry" mode="m:block" as="element()">
    <xsl:call-template name="f:paragraph-or-container"/>
  </xsl:template>

  <!-- The form of a word, as a dictionary writes it. -->
  <xsl:template match="orth" mode="m:inline" as="element(Q{}strong)">
    <strong>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates mode="m:inline"/>
    </strong>
  </xsl:template>

  <!-- What a dictionary says of grammar and usage. -->
  <xsl:template match="gramGrp | usg | lbl" mode="m:inline" as="element(Q{}emphasis)">
    <emphasis>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates mode="m:inline"/>
    </emphasis>
  </xsl:template>

  <!-- The number of a sense, where the entry does not say it itself. -->
  <xsl:template match="src:separator[@src:number]" mode="m:inline" as="element(Q{}strong)" priority="2">
    <strong classes="tei-separator">{.}</strong>
  </xsl:template>

</xsl:stylesheet>

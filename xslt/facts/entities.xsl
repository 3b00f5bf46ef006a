<?xml version="1.0" encoding="UTF-8"?>
<!-- The entities of the registers: names, dates, and what is known of each. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <!-- An entity: its name and dates; then what is known of it; then every mention. -->
  <xsl:template match="x:entity" as="element(definition_list_item)">
    <definition_list_item>
      <term ids="{@anchor}" classes="tei-entity" tei_object="{@kind}" tei_key="{@id}"
        tei_name="{@name}" tei_sort="{@sort}">
        <xsl:for-each select="(@type, @parent, @dates, @mentions)[normalize-space()]">
          <xsl:attribute name="tei_{local-name()}" select="."/>
        </xsl:for-each>
        <strong>
          <xsl:sequence select="fp:language-class(.)"/>
          <xsl:text>{@name}</xsl:text>
        </strong>
        <xsl:if test="normalize-space(@dates)">
          <xsl:text> </xsl:text>
          <inline classes="tei-dates">{@dates}</inline>
        </xsl:if>
      </term>
      <definition>
        <xsl:where-populated>
          <paragraph classes="tei-forms">
            <xsl:if test="x:form">
              <inline classes="tei-label">{f:word('also')}</inline>
              <xsl:text> </xsl:text>
              <xsl:apply-templates select="x:form"/>
            </xsl:if>
          </paragraph>
          <paragraph classes="tei-roles">{string-join(x:detail[@name = ('occupation', 'role')], '; ')}</paragraph>
        </xsl:where-populated>
        <xsl:apply-templates select="x:portrait, x:description,
          x:detail[not(@name = ('occupation', 'role'))], x:relation"/>
        <xsl:where-populated>
          <paragraph classes="tei-identifiers">
            <xsl:apply-templates select="x:identifier"/>
          </paragraph>
          <paragraph classes="tei-links">
            <xsl:if test="x:link">
              <inline classes="tei-label">{f:word('see also')}</inline>
              <xsl:text> </xsl:text>
              <xsl:apply-templates select="x:link"/>
            </xsl:if>
          </paragraph>
        </xsl:where-populated>
        <xsl:if test="@unlisted = '1'">
          <paragraph classes="tei-unlisted">{f:word('unlisted')}</paragraph>
        </xsl:if>
        <xsl:sequence select="fp:mentions(.)"/>
      </definition>
    </definition_list_item>
  </xsl:template>

  <!-- Another form of a name, in its own language. -->
  <xsl:template match="x:form" as="node()+">
    <xsl:if test="preceding-sibling::x:form">; </xsl:if>
    <xsl:choose>
      <xsl:when test="normalize-space(@lang)">
        <inline>
          <xsl:sequence select="fp:language-class(.)"/>
          <xsl:text>{.}</xsl:text>
        </inline>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>{.}</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="normalize-space(@remark)"> ({@remark})</xsl:if>
  </xsl:template>

  <!-- Something that an entry says, under its name; linked where it names another entry. -->
  <xsl:template match="x:detail" as="element(paragraph)">
    <paragraph classes="tei-detail tei-detail-{@name}">
      <inline classes="tei-label">{f:word('labelled', map{'label': string((f:known-word('detail ' || @name), @name)[1])})}</inline>
      <xsl:text> </xsl:text>
      <xsl:variable name="words" as="node()*">
        <xsl:apply-templates select="node()"/>
      </xsl:variable>
      <xsl:sequence select="fp:linked-nodes(@target, $words)"/>
    </paragraph>
  </xsl:template>

  <!-- Words of a fact, unchanged. -->
  <xsl:template match="x:detail/text() | x:description/text()" as="text()">
    <xsl:sequence select="."/>
  </xsl:template>

  <!-- Words in italics, such as the title of a book in a reference. -->
  <xsl:template match="x:em" as="element(emphasis)">
    <emphasis>{.}</emphasis>
  </xsl:template>

  <!-- What an entity has to do with others. -->
  <xsl:template match="x:relation" as="element(paragraph)">
    <xsl:variable name="name" as="xs:string" select="
      (f:known-word('relation ' || @name)[current()/@side = 'own'], string(@name))[1]"/>
    <xsl:variable name="label" as="xs:string" select="
      if (@side = 'active')
      then f:word('relation of', map{'relation': $name}) else $name"/>
    <paragraph classes="tei-relation">
      <inline classes="tei-label">{f:word('labelled', map{'label': upper-case(substring($label, 1, 1)) || substring($label, 2)})}</inline>
      <xsl:text> </xsl:text>
      <xsl:for-each select="x:to">
        <xsl:if test="position() gt 1">; </xsl:if>
        <xsl:sequence select="fp:linked(@target, .)"/>
        <!-- "Owned by: Ann → Ben" in the entry of Ben. -->
        <xsl:if test="../@side = 'reverse'"> → {ancestor::x:entity[1]/@name}</xsl:if>
      </xsl:for-each>
      <xsl:if test="normalize-space(@remark)"> ({@remark})</xsl:if>
    </paragraph>
  </xsl:template>

  <!-- A link of an entry to somewhere else. -->
  <xsl:template match="x:link" as="node()+">
    <xsl:if test="preceding-sibling::x:link"> · </xsl:if>
    <xsl:sequence select="fp:linked(@target, @label)"/>
  </xsl:template>

  <!-- Words as a link, if they lead to a page of the edition or an address of the web. -->
  <xsl:function name="fp:linked" as="node()*">
    <xsl:param name="target" as="xs:string?"/>
    <xsl:param name="words" as="xs:string"/>
    <xsl:variable name="node" as="text()">{$words}</xsl:variable>
    <xsl:sequence select="fp:linked-nodes($target, $node)"/>
  </xsl:function>

  <xsl:function name="fp:linked-nodes" as="node()*">
    <xsl:param name="target" as="xs:string?"/>
    <xsl:param name="words" as="node()*"/>
    <xsl:choose>
      <xsl:when test="matches($target, '^https?://', 'i')">
        <tei_link uri="{$target}">
          <xsl:sequence select="$words"/>
        </tei_link>
      </xsl:when>
      <xsl:when test="normalize-space($target) and not(matches($target, '^[A-Za-z][A-Za-z0-9+.-]*:'))">
        <tei_link target="{$target}">
          <xsl:sequence select="$words"/>
        </tei_link>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$words"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The class that says in which language a fact is, if not in that of the page. -->
  <xsl:function name="fp:language-class" as="attribute()?">
    <xsl:param name="fact" as="element()"/>
    <xsl:if test="matches($fact/@lang, '^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$')">
      <xsl:attribute name="classes" select="'language-' || f:browser-language($fact/@lang)"/>
    </xsl:if>
  </xsl:function>

  <!-- What the register says of an entity, in a sentence or more. -->
  <xsl:template match="x:description" as="element(paragraph)">
    <paragraph classes="tei-description">
      <xsl:apply-templates select="node()"/>
    </paragraph>
  </xsl:template>

  <!-- A picture of the entity, with its caption. -->
  <xsl:template match="x:portrait" as="element(container)">
    <container classes="tei-portrait">
      <image uri="{@uri}" alt="{@alt}">
        <xsl:attribute name="width" select="
          (@width[matches(., '^[0-9]+(\.[0-9]+)?(px|em|pt|cm|mm|in)$')], '10em')[1]"/>
      </image>
      <xsl:where-populated>
        <paragraph classes="tei-caption">{@caption}</paragraph>
      </xsl:where-populated>
    </container>
  </xsl:template>

  <!-- A name for the entity in the catalogue of an authority, as a link if it has an address. -->
  <xsl:template match="x:identifier" as="node()+">
    <xsl:if test="preceding-sibling::x:identifier"> · </xsl:if>
    <xsl:if test="normalize-space(@authority)">{@authority}: </xsl:if>
    <tei_span classes="tei-idno">{@value}</tei_span>
  </xsl:template>

  <!-- Only addresses of the web become links: those of a register are not to be trusted further. -->
  <xsl:template match="x:identifier[matches(@uri, '^https?://', 'i')]" as="node()+">
    <xsl:if test="preceding-sibling::x:identifier"> · </xsl:if>
    <xsl:if test="normalize-space(@authority)">{@authority}: </xsl:if>
    <tei_link classes="tei-idno" uri="{@uri}">{@value}</tei_link>
  </xsl:template>

</xsl:stylesheet>

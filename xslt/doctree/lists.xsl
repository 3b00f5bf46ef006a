<?xml version="1.0" encoding="UTF-8"?>
<!-- Lists (TEI Guidelines, section 3.8). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- A list, its heads before it. -->
  <xsl:template match="list" mode="m:block" as="element()+">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:apply-templates select="head" mode="m:block"/>
    <xsl:variable name="attributes" as="attribute()*" select="f:attributes(.)"/>
    <xsl:choose>
      <xsl:when test="label">
        <definition_list>
          <xsl:sequence select="$attributes"/>
          <xsl:for-each-group select="node() except head" group-starting-with="label | headLabel">
            <xsl:sequence select="fp:labelled-item(current-group(), $context)"/>
          </xsl:for-each-group>
        </definition_list>
      </xsl:when>
      <xsl:when test="fp:counting(.) and fp:is-counted(.)">
        <enumerated_list enumtype="{fp:counting(.)}" prefix="" suffix=".">
          <xsl:if test="item[1]/@n[. ne '1']">
            <xsl:attribute name="start" select="item[1]/xs:integer(@n)"/>
          </xsl:if>
          <xsl:sequence select="$attributes, fp:items(node() except head, $context)"/>
        </enumerated_list>
      </xsl:when>
      <xsl:when test="fp:counting(.)">
        <definition_list>
          <xsl:sequence select="$attributes"/>
          <xsl:for-each-group select="node() except head" group-starting-with="item">
            <xsl:sequence select="fp:labelled-item(current-group(), $context)"/>
          </xsl:for-each-group>
        </definition_list>
      </xsl:when>
      <xsl:otherwise>
        <bullet_list>
          <xsl:sequence select="$attributes, fp:items(node() except head, $context)"/>
        </bullet_list>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- How a list is counted, as @rend or @type says it, for docutils. -->
  <xsl:function name="fp:counting" as="xs:string?">
    <xsl:param name="list" as="element(list)"/>
    <xsl:variable name="said" as="xs:string*" select="tokenize(lower-case($list/@rend)), tokenize(lower-case($list/@type))"/>
    <xsl:variable name="systems" as="map(xs:string, xs:string)" select="map {
        'numbered': 'arabic', 'ordered': 'arabic', 'decimal': 'arabic', 'lower-alpha': 'loweralpha',
        'lower-latin': 'loweralpha', 'upper-alpha': 'upperalpha', 'upper-latin': 'upperalpha',
        'lower-roman': 'lowerroman', 'upper-roman': 'upperroman' }"/>
    <xsl:sequence select="head((($said ! $systems(.))[. ne 'arabic'], $said ! $systems(.)))"/>
  </xsl:function>

  <!-- Whether counting the items gives the number that each has in the file, if it has one. -->
  <xsl:function name="fp:is-counted" as="xs:boolean">
    <xsl:param name="list" as="element(list)"/>
    <xsl:variable name="numbers" as="xs:string*" select="$list/item/string(@n)"/>
    <xsl:sequence select="
        matches($numbers[1], '^[0-9]{0,6}$') and (every $place in 1 to count($numbers) satisfies
          $numbers[$place] = ('', string(xs:integer(($numbers[1][. ne ''], '1')[1]) + $place - 1)))"/>
  </xsl:function>

  <!-- An item that is outside any list. -->
  <xsl:template match="item" mode="m:block" as="element()">
    <xsl:call-template name="f:paragraph-or-container"/>
  </xsl:template>

  <!-- The items of a list; what is between them is a separate item. -->
  <xsl:function name="fp:items" as="element(list_item)*" xpath-default-namespace="">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="items" as="element()*" select="$nodes[self::tei:item]" xmlns:tei="http://www.tei-c.org/ns/1.0"/>
    <xsl:variable name="marks" as="node()*" select="
        $items ! f:marks-before(.), $items[last()] ! f:marks-after(.)"/>
    <xsl:for-each-group select="$nodes except $marks"
        group-adjacent="if (self::tei:item or self::tei:app[f:lemma(.)/tei:item]) then generate-id() else ''"
        xmlns:tei="http://www.tei-c.org/ns/1.0">
      <xsl:variable name="item" as="element()?" select="self::tei:item"/>
      <xsl:variable name="entry" as="element()?" select="self::tei:app[f:lemma(.)/tei:item]"/>
      <xsl:variable name="body" as="element()*" select="
          if ($entry) then () else f:flow(
            if ($item) then (f:marks-before($item), $item/node(), $item[. is $items[last()]] ! f:marks-after(.))
            else current-group(), $context)"/>
      <xsl:sequence select="$entry ! f:mark-parts(., fp:items(f:lemma(.)/node(), $context), $context)"/>
      <xsl:if test="$item or exists($body)">
        <list_item>
          <xsl:if test="$item">
            <xsl:sequence select="f:attributes($item), f:passage($item, $context)"/>
          </xsl:if>
          <xsl:sequence select="$body"/>
        </list_item>
      </xsl:if>
    </xsl:for-each-group>
  </xsl:function>

  <!-- A label with what follows it; the first group may have none. -->
  <xsl:function name="fp:labelled-item" as="element()*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="label" as="element()?" select="$nodes[1][self::label or self::headLabel]"/>
    <xsl:variable name="items" as="element()*" select="$nodes[self::item or self::headItem]"/>
    <xsl:variable name="number" as="attribute()?" select="$items[1][not($label)]/@n[fp:counting($nodes[1]/parent::list)]"/>
    <xsl:variable name="body" as="element()*" select="
        for $node in $nodes except $label
        return if ($node is $items[1]) then f:flow($node/node(), $context)
               else f:flow($node, $context)"/>
    <xsl:if test="$label or exists($body)">
      <definition_list_item>
        <term>
          <xsl:if test="$number">
            <tei_span classes="tei-generated">{$number}</tei_span>
          </xsl:if>
          <xsl:if test="$label">
            <xsl:sequence select="f:attributes($label)"/>
            <xsl:apply-templates select="$label/node()" mode="m:inline">
              <xsl:with-param name="context" select="$context" tunnel="yes"/>
            </xsl:apply-templates>
          </xsl:if>
        </term>
        <definition>
          <xsl:if test="$items[1]">
            <xsl:sequence select="f:attributes($items[1]), f:passage($items[1], $context)"/>
          </xsl:if>
          <xsl:sequence select="$body"/>
          <xsl:if test="empty($body)">
            <paragraph/>
          </xsl:if>
        </definition>
      </definition_list_item>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>

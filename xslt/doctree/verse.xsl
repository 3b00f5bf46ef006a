<?xml version="1.0" encoding="UTF-8"?>
<!-- Lines and groups of lines, and their numbers (TEI Guidelines, section 3.13 and chapter 6). -->
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

  <!-- A group with nothing but lines and groups is a line block; another is a container. -->
  <xsl:template match="lg" mode="m:block" as="element()">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="before" as="element()*" select="()"/>
    <xsl:choose>
      <xsl:when test="every $node in node() satisfies fp:fits-line-block($node)">
        <line_block>
          <xsl:sequence select="f:attributes(.), f:line(., $context?line), f:passage(., $context)"/>
          <xsl:sequence select="f:lines(($before, *), $context)"/>
        </line_block>
      </xsl:when>
      <xsl:otherwise>
        <container>
          <xsl:sequence select="f:attributes(.), f:passage(., $context)"/>
          <xsl:sequence select="f:flow(($before, node()), $context)"/>
        </container>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Lines and groups of lines; a break of the source between two is in the line after it. -->
  <xsl:function name="f:lines" as="element()*" visibility="public">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:for-each-group select="$nodes[self::*]" group-ending-with="l | lg">
      <xsl:variable name="verse" as="element()?" select="current-group()[self::l or self::lg]"/>
      <xsl:choose>
        <xsl:when test="$verse">
          <xsl:apply-templates select="$verse" mode="m:block">
            <xsl:with-param name="context" select="$context" tunnel="yes"/>
            <xsl:with-param name="before" select="current-group() except $verse"/>
          </xsl:apply-templates>
        </xsl:when>
        <xsl:otherwise>
          <line classes="tei-aside">
            <xsl:apply-templates select="current-group()" mode="m:inline">
              <xsl:with-param name="context" select="$context" tunnel="yes"/>
            </xsl:apply-templates>
          </line>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <!-- A line, with its number before it. -->
  <xsl:template match="l" mode="m:block" as="element()+">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="before" as="element()*" select="()"/>
    <xsl:choose>
      <xsl:when test="exists(node()[f:is-block(.)])">
        <xsl:if test="$before">
          <line classes="tei-aside">
            <xsl:apply-templates select="$before" mode="m:inline"/>
          </line>
        </xsl:if>
        <xsl:call-template name="f:paragraph-or-container"/>
      </xsl:when>
      <xsl:otherwise>
        <line>
          <xsl:sequence select="
              f:attributes(., @part[. = ('M', 'F')] ! ('tei-part-' || lower-case(.))),
              f:passage(., $context)"/>
          <xsl:sequence select="
              f:line-number($context?verses ! .(string(current()/@src:anchor)), @src:anchor, $context)"/>
          <xsl:apply-templates select="$before, node()" mode="m:inline"/>
        </line>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The number that is beside a line of verse or of the source, if it is to be shown. -->
  <xsl:function name="f:line-number" as="element(tei_margin)?" visibility="public"
      xpath-default-namespace="">
    <xsl:param name="number" as="xs:string?"/>
    <xsl:sequence select="f:line-number($number, (), map { })"/>
  </xsl:function>

  <!-- The same for a line that has an anchor: a link to it. -->
  <xsl:function name="f:line-number" as="element(tei_margin)?" visibility="public"
      xpath-default-namespace="">
    <xsl:param name="number" as="xs:string?"/>
    <xsl:param name="anchor" as="xs:string?"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="last" as="xs:integer?" select="fp:last-number($number)"/>
    <xsl:if test="$v:line-numbers gt 0 and $number
        and (if (exists($last)) then $last mod $v:line-numbers eq 0 else $v:line-numbers eq 1)">
      <tei_margin classes="tei-line-number tei-generated">
        <xsl:if test="$anchor">
          <xsl:attribute name="target" select="$context?docname || '#' || $anchor"/>
          <xsl:attribute name="label" select="f:word('link to line', map{'number': $number})"/>
        </xsl:if>
        <xsl:text>{if (exists($last)) then string($last) else $number}</xsl:text>
      </tei_margin>
    </xsl:if>
  </xsl:function>

  <!-- The number of a line at the end of what it is cited by: 5 of "1.2.5", of "II 5" and of "[5]";
       none of "5a", which is beside 5. -->
  <xsl:function name="fp:last-number" as="xs:integer?">
    <xsl:param name="number" as="xs:string?"/>
    <xsl:sequence select="
        ($number[matches(., '^(.*[^0-9])?[0-9]{1,9}[\s\])}}.]*$')]
         ! xs:integer(replace(., '^(.*[^0-9])?([0-9]{1,9})[\s\])}}.]*$', '$2')))[. gt 0]"/>
  </xsl:function>

  <!-- The numbers of lines of verse, by anchor: those that the source gives; where it gives none,
       lines are counted in each division, the parts of a shared line as one. Speeches and
       quotations are not counted. -->
  <xsl:function name="f:number-lines" as="map(xs:string, xs:string)" visibility="public">
    <xsl:param name="lines" as="element(l)*"/>
    <xsl:choose>
      <xsl:when test="$lines/@n">
        <xsl:sequence select="map:merge($lines[@n] ! map { string(@src:anchor): normalize-space(@n) })"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:map>
          <xsl:for-each-group select="$lines[not(@part = ('M', 'F')) and not(preceding-sibling::lb/@n)]
                [not(ancestor::sp or ancestor::quote or ancestor::q or ancestor::note
                     or ancestor::epigraph or ancestor::rdg)]"
              group-by="generate-id(ancestor::*[starts-with(local-name(), 'div')
                                                or self::body or self::floatingText][1])">
            <xsl:if test="count(current-group()) ge $v:line-numbers">
              <xsl:for-each select="current-group()">
                <xsl:map-entry key="string(@src:anchor)" select="string(position())"/>
              </xsl:for-each>
            </xsl:if>
          </xsl:for-each-group>
        </xsl:map>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Whether a node can be in a line block as it is. -->
  <xsl:function name="fp:fits-line-block" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        not($node instance of element() or normalize-space($node))
        or exists($node/self::l[not(node()[f:is-block(.)])])
        or local-name($node) = $v:breaks
        or exists($node/self::lg[every $child in node() satisfies fp:fits-line-block($child)])"/>
  </xsl:function>

</xsl:stylesheet>

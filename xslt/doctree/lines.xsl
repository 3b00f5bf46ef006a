<?xml version="1.0" encoding="UTF-8"?>
<!-- The lines of the source in which entries of the apparatus stand, by their numbers or counted. -->
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

  <!-- The lines of the source in which each entry of a page begins and ends, by its anchor: `l. 12`,
       `l. 12–14`, and where lines are counted from page to page `p. 3, l. 12`. -->
  <xsl:function name="f:lines-of-entries" as="map(xs:string, xs:string)" visibility="public">
    <xsl:param name="content" as="node()*"/>
    <xsl:variable name="lines" as="map(xs:string, map(*))" select="
        fp:number-source-lines($content)"/>
    <xsl:variable name="groups" as="map(*)*">
      <xsl:for-each-group select="
          $content/descendant-or-self::*[self::lb[map:contains($lines, generate-id(.))] or self::app or self::src:lemma]
              [not(ancestor::listApp) and not(fp:is-in-variant(.))]"
          group-starting-with="lb">
        <xsl:sequence select="map {
            'line': $lines(generate-id(self::lb)),
            'first': current-group() ! (self::app/@src:anchor/string(), self::src:lemma/tokenize(@first)),
            'last': current-group()/self::src:lemma/tokenize(@last) }"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:variable name="ends" as="map(xs:string, map(*))" select="
        map:merge((
          $groups[exists(?line)] ! (for $entry in ?last return map:entry($entry, ?line)),
          for $app in $content/descendant-or-self::app,
              $last in f:lemma($app)//lb[map:contains($lines, generate-id(.))][last()]
            return map:entry(string($app/@src:anchor), $lines(generate-id($last)))),
          map { 'duplicates': 'use-last' })"/>
    <xsl:sequence select="
        map:merge($groups[exists(?line)] ! (
          for $entry in distinct-values(?first)
          return map:entry($entry, fp:join-lines(?line, ($ends($entry), ?line)[1]))))"/>
  </xsl:function>

  <!-- A range of lines, what both ends share said once. -->
  <xsl:function name="fp:join-lines" as="xs:string">
    <xsl:param name="first" as="map(*)"/>
    <xsl:param name="last" as="map(*)"/>
    <xsl:variable name="start" as="xs:string" select="$first?page || 'l. ' || $first?number"/>
    <xsl:sequence select="
        if ($first?page eq $last?page and $first?number eq $last?number) then $start
        else if ($first?page eq $last?page) then $start || '–' || $last?number
        else $start || '–' || $last?page || 'l. ' || $last?number"/>
  </xsl:function>

  <!-- The number of each line break that has one, with its page where that counts, by id: as the
       source has it, or counted from each page or division, as edition.toml asks for. -->
  <xsl:function name="fp:number-source-lines" as="map(xs:string, map(*))">
    <xsl:param name="content" as="node()*"/>
    <xsl:variable name="counted" as="xs:string" select="($v:apparatus?lines, 'source')[1]"/>
    <xsl:variable name="breaks" as="element()*" select="
        $content/descendant-or-self::*[self::lb or self::pb or f:is-division(.)][not(@ed)]
          [not(ancestor::note or ancestor::listApp or fp:is-in-variant(.))]"/>
    <xsl:map>
      <xsl:choose>
        <xsl:when test="$counted eq 'source'">
          <xsl:for-each select="$content/descendant-or-self::lb[@n][not(@ed)]">
            <xsl:map-entry key="generate-id(.)"
                select="map { 'page': '', 'number': normalize-space(@n) }"/>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise>
          <xsl:for-each-group group-starting-with="
              *[if ($counted eq 'page') then self::pb else f:is-division(.)]"
              select="$content[1][$counted eq 'page'] ! fp:breaks-before(.), $breaks">
            <xsl:variable name="page" as="xs:string" select="
                string(self::pb[$counted eq 'page']/@n ! ('p. ' || normalize-space(.) || ', '))"/>
            <xsl:for-each select="current-group()/self::lb">
              <xsl:map-entry key="generate-id(.)"
                  select="map { 'page': $page, 'number': string(position()) }"/>
            </xsl:for-each>
          </xsl:for-each-group>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:map>
  </xsl:function>

  <!-- The page of the source on which a node stands, and the lines of it before the node. -->
  <xsl:function name="fp:breaks-before" as="element()*">
    <xsl:param name="node" as="node()"/>
    <xsl:iterate select="
        reverse($node/preceding::*[self::lb or self::pb][not(@ed)]
          [not(ancestor::note or ancestor::listApp or fp:is-in-variant(.))])">
      <xsl:param name="lines" as="element()*" select="()"/>
      <xsl:on-completion select="$lines"/>
      <xsl:choose>
        <xsl:when test="self::pb">
          <xsl:break select="., $lines"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:next-iteration>
            <xsl:with-param name="lines" select="., $lines"/>
          </xsl:next-iteration>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:function>

  <!-- Whether an element is in a reading that the text does not have. -->
  <xsl:function name="fp:is-in-variant" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        some $reading in $element/ancestor::*[self::rdg or self::lem]
        satisfies not($reading is $reading/ancestor::app[1]/f:lemma(.))"/>
  </xsl:function>

</xsl:stylesheet>

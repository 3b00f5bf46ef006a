<?xml version="1.0" encoding="UTF-8"?>
<!-- The views that readers can choose on a page: sides of choices, lines, marked names, calendars. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:v="urn:tei-edition:value"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- The choices that make a difference on a page, each with its values, the configured first;
       and how the page helps to find the way, with a list of its keys. -->
  <xsl:function name="f:views" as="element()" visibility="public" xpath-default-namespace="">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="has-apparatus" as="xs:boolean"/>
    <xsl:variable name="kinds" as="xs:string*" select="distinct-values($content ! fp:kinds(.))"/>
    <xsl:variable name="views" as="element()*" select="
        fp:view('spelling'[. = $kinds], fp:order($regularised, 'reg', 'orig')),
        fp:view('errors'[. = $kinds], fp:order($corrected, 'corr', 'sic')),
        fp:view('abbreviations'[. = $kinds], fp:order($expanded, 'expan', 'abbr')),
        fp:view('lines'[. = $kinds], fp:order(string($lines eq 'running'), 'running', 'source')),
        fp:view('names'[. = $kinds], ('marked', 'plain')),
        fp:view('dates'[. = $kinds], ('given', 'new', 'old')),
        fp:view('marks'[$has-apparatus], fp:put-first('letters', 'dotted', 'none')),
        fp:view('address', ('follow', 'stay')),
        fp:view('keys', ('off', 'on'))"/>
    <tei_views classes="tei-views tei-generated no-search" label="{f:word('View')}">
      <xsl:sequence select="$views"/>
      <xsl:for-each select="'n', 'p', 'u', 'j', 'k', '/', '?'">
        <tei_key key="{.}">{f:word('key ' || .)}</tei_key>
      </xsl:for-each>
    </tei_views>
  </xsl:function>

  <!-- The choices that a part of a text offers. -->
  <xsl:function name="fp:kinds" as="xs:string*">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="choices" as="element(choice)*" select="$node/descendant-or-self::choice"/>
    <xsl:sequence select="
        'spelling'[$choices/(reg and orig) = true()],
        'errors'[$choices/(corr and sic) = true()],
        'abbreviations'[$choices/((expan and abbr) or (ex and am)) = true()],
        'lines'[$node/(descendant-or-self::lb, descendant-or-self::fw)],
        'names'[some $name in $node/descendant-or-self::* satisfies
                f:is-mention($name) and exists(f:target($name))],
        'dates'[$node/descendant-or-self::date/@src:anchor = map:keys($v:calendars)]"
        xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
  </xsl:function>

  <!-- The day of a date in the other calendar, for readers who choose to see it. -->
  <xsl:function name="f:other-day" as="element()?" visibility="public" xpath-default-namespace="">
    <xsl:param name="date" as="element()"/>
    <xsl:variable name="other" as="map(*)?" select="$v:calendars(string($date/@src:anchor))"/>
    <xsl:if test="exists($other)">
      <tei_alternative classes="tei-other-day tei-style-{$other?style} tei-generated"> [{$other?words}]</tei_alternative>
    </xsl:if>
  </xsl:function>

  <!-- The ways to mark words with an entry, that of the edition first. -->
  <xsl:function name="fp:put-first" as="xs:string+">
    <xsl:param name="one" as="xs:string"/>
    <xsl:param name="two" as="xs:string"/>
    <xsl:param name="three" as="xs:string"/>
    <xsl:sequence select="distinct-values(($v:apparatus?marks, $one, $two, $three))"/>
  </xsl:function>

  <xsl:function name="fp:order" as="xs:string+">
    <xsl:param name="setting" as="xs:string"/>
    <xsl:param name="on" as="xs:string"/>
    <xsl:param name="off" as="xs:string"/>
    <xsl:sequence select="if ($setting eq 'true') then ($on, $off) else ($off, $on)"/>
  </xsl:function>

  <xsl:function name="fp:view" as="element()?">
    <xsl:param name="name" as="xs:string?"/>
    <xsl:param name="values" as="xs:string+"/>
    <xsl:if test="$name">
      <tei_view name="{$name}" label="{f:word('view ' || $name)}">
        <xsl:for-each select="$values">
          <tei_option value="{.}">{f:word('view ' || $name || ' ' || .)}</tei_option>
        </xsl:for-each>
      </tei_view>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>

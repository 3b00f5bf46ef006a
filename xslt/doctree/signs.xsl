<?xml version="1.0" encoding="UTF-8"?>
<!-- What editors mark in a text: the signs for it, and the key to those that a page uses
     (TEI Guidelines, section 3.5 and chapter 12; the signs follow the conventions of Leiden). -->
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

  <!-- The kinds of marks, in the order of the key, each with an example of what it looks like. -->
  <xsl:variable name="v:examples" as="element()+">
    <fp:sign kind="add"><add xmlns="http://www.tei-c.org/ns/1.0">abc</add></fp:sign>
    <fp:sign kind="del"><del xmlns="http://www.tei-c.org/ns/1.0">abc</del></fp:sign>
    <fp:sign kind="restore"><restore xmlns="http://www.tei-c.org/ns/1.0">abc</restore></fp:sign>
    <fp:sign kind="unclear"><unclear xmlns="http://www.tei-c.org/ns/1.0">abc</unclear></fp:sign>
    <fp:sign kind="damage"><damage xmlns="http://www.tei-c.org/ns/1.0">abc</damage></fp:sign>
    <fp:sign kind="lost"><supplied reason="lost" xmlns="http://www.tei-c.org/ns/1.0">abc</supplied></fp:sign>
    <fp:sign kind="supplied"><supplied xmlns="http://www.tei-c.org/ns/1.0">abc</supplied></fp:sign>
    <fp:sign kind="surplus"><surplus xmlns="http://www.tei-c.org/ns/1.0">abc</surplus></fp:sign>
    <fp:sign kind="ex"><ex xmlns="http://www.tei-c.org/ns/1.0">abc</ex></fp:sign>
    <fp:sign kind="sic"><sic xmlns="http://www.tei-c.org/ns/1.0">abc</sic></fp:sign>
    <fp:sign kind="gap"><gap xmlns="http://www.tei-c.org/ns/1.0"/></fp:sign>
    <fp:sign kind="letters"><gap unit="character" quantity="3" xmlns="http://www.tei-c.org/ns/1.0"/></fp:sign>
    <fp:sign kind="illegible-letters"><gap reason="illegible" unit="character" quantity="3"
      xmlns="http://www.tei-c.org/ns/1.0"/></fp:sign>
    <fp:sign kind="about"><gap unit="character" quantity="3" precision="low"
      xmlns="http://www.tei-c.org/ns/1.0"/></fp:sign>
    <fp:sign kind="lines"><gap unit="line" xmlns="http://www.tei-c.org/ns/1.0"/></fp:sign>
    <fp:sign kind="space"><space xmlns="http://www.tei-c.org/ns/1.0"/></fp:sign>
    <fp:sign kind="stamp"><stamp xmlns="http://www.tei-c.org/ns/1.0">abc</stamp></fp:sign>
    <fp:sign kind="pause"><pause xmlns="http://www.tei-c.org/ns/1.0"><src:separator>(…)</src:separator></pause></fp:sign>
    <fp:sign kind="event"><vocal xmlns="http://www.tei-c.org/ns/1.0"><src:separator>((abc))</src:separator></vocal></fp:sign>
    <fp:sign kind="page"><pb n="12" xmlns="http://www.tei-c.org/ns/1.0"/></fp:sign>
  </xsl:variable>

  <!-- What is around the words of a marked passage. -->
  <xsl:variable name="v:brackets" as="map(xs:string, xs:string+)" select="map {
      'add': ('\', '/'), 'del': ('⟦', '⟧'), 'lost': ('[', ']'), 'supplied': ('⟨', '⟩'),
      'surplus': ('{', '}'), 'ex': ('(', ')'), 'stamp': ('[', ']'), 'sic': ('', ' [sic]'),
      'unclear': ('', '(?)') }"/>

  <!-- Which kind of mark an element is, if it is any; `sic` only where no correction is beside
       it, `unclear` with its own sign only where it covers whole words. -->
  <xsl:function name="f:sign-kind" as="xs:string?" visibility="public">
    <xsl:param name="element" as="element()"/>
    <!-- Elements of other namespaces, as in an egXML, have no signs. -->
    <xsl:variable name="name" as="xs:string" select="
        if (namespace-uri($element) eq 'http://www.tei-c.org/ns/1.0') then local-name($element) else ''"/>
    <xsl:sequence select="
        if ($name = ('add', 'del', 'restore', 'unclear', 'damage', 'surplus', 'ex', 'space', 'stamp'))
          then $name
        else if ($name = 'secl') then 'surplus'
        else if ($name = 'supplied') then if ($element/@reason = 'lost') then 'lost' else 'supplied'
        else if ($name = 'sic') then 'sic'[not($element/parent::choice)]
        else if ($name = 'pause') then 'pause'
        else if ($name = $v:spoken-events) then 'event'
        else if ($name = 'pb') then 'page'[$element/@n]
        else if ($name = 'gap') then fp:gap-kind($element)
        else ()"/>
  </xsl:function>

  <!-- How a gap is shown: by its letters or lines where they are counted. -->
  <xsl:function name="fp:gap-kind" as="xs:string">
    <xsl:param name="gap" as="element(gap)"/>
    <xsl:sequence select="
        if (fp:about($gap)) then 'about'
        else if (fp:counts-letters($gap) and $gap/@quantity castable as xs:integer and xs:integer($gap/@quantity) = 1 to 12)
          then if ($gap/@reason = 'illegible') then 'illegible-letters' else 'letters'
        else if ($gap/@unit = ('line', 'lines')) then 'lines'
        else 'gap'"/>
  </xsl:function>

  <xsl:function name="fp:counts-letters" as="xs:boolean">
    <xsl:param name="gap" as="element(gap)"/>
    <xsl:sequence select="$gap/@unit = ('character', 'characters', 'chars', 'letter', 'letters')"/>
  </xsl:function>

  <!-- About how many letters a gap has, where their number is not certain. -->
  <xsl:function name="fp:about" as="xs:string?">
    <xsl:param name="gap" as="element(gap)"/>
    <xsl:sequence select="
        if (not(fp:counts-letters($gap))) then ()
        else if ($gap/@atLeast and $gap/@atMost) then $gap/@atLeast || '–' || $gap/@atMost
        else if ($gap/@atLeast) then '≥ ' || $gap/@atLeast
        else if ($gap/@atMost) then '≤ ' || $gap/@atMost
        else if ($gap/@quantity and $gap/@precision = ('low', 'medium', 'unknown')) then 'ca. ' || $gap/@quantity
        else ()"/>
  </xsl:function>

  <!-- Passages with brackets of some kind round them. -->
  <xsl:template mode="m:inline" match="
      add | del | supplied | surplus | secl | ex | unclear | stamp | sic[not(parent::choice)]" as="element(Q{}tei_span)">
    <xsl:variable name="kind" as="xs:string" select="f:sign-kind(.)"/>
    <xsl:variable name="brackets" as="xs:string+" select="$v:brackets($kind)"/>
    <tei_span>
      <xsl:sequence select="f:attributes(., $kind[. ne local-name(current())] ! ('tei-' || .))"/>
      <xsl:sequence select="f:sign($brackets[1])"/>
      <xsl:apply-templates mode="m:inline"/>
      <xsl:if test="not($kind eq 'unclear' and fp:is-part-of-word(.))">
        <!-- Doubt is inside the brackets, as in editions of papyri and inscriptions. -->
        <xsl:sequence select="
            f:sign(('?'[$kind eq 'ex'], '(?)')[1][fp:is-doubted(current()) and $kind ne 'unclear'])"/>
        <xsl:sequence select="f:sign($brackets[2])"/>
      </xsl:if>
    </tei_span>
  </xsl:template>

  <!-- Doubt about words of editors that have no sign otherwise. That about a name or a date is
       about who or when is meant, not about the words: registers and chronology say it. -->
  <xsl:template mode="m:inline" priority="4" as="item()+" match="
      (corr | expan | measure | num | reg)[fp:is-doubted(.)]">
    <xsl:next-match/>
    <xsl:sequence select="f:sign('(?)')"/>
  </xsl:template>

  <!-- Whether the editors are less than certain of an element, as its @cert says. -->
  <xsl:function name="fp:is-doubted" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/@cert = ('low', 'medium', 'unknown')"/>
  </xsl:function>

  <!-- The sign of doubt about the words of a reading; none where it has no words of its own. -->
  <xsl:function name="f:doubt" as="item()*" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:if test="$reading ! (fp:is-doubted(.) and not(f:is-mark(.)))">
      <xsl:sequence select="f:sign('(?)')"/>
    </xsl:if>
  </xsl:function>

  <!-- A gap: dots or crosses for lost or illegible letters that were counted. -->
  <xsl:template match="gap" mode="m:inline" as="element(Q{}tei_span)">
    <xsl:variable name="kind" as="xs:string" select="fp:gap-kind(.)"/>
    <xsl:variable name="letters" as="xs:integer?" select="@quantity[. castable as xs:integer]"/>
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:sequence select="f:sign(
          if ($kind eq 'letters' and ancestor::supplied[@reason = 'lost'])
            then string-join((1 to $letters) ! '.')
          else if ($kind eq 'letters') then '[' || string-join((1 to $letters) ! '.') || ']'
          else if ($kind eq 'illegible-letters') then string-join((1 to $letters) ! '+')
          else if ($kind eq 'about')
            then if (ancestor::supplied[@reason = 'lost']) then ' ' || fp:about(.) || ' ' else '[' || fp:about(.) || ']'
          else if ($kind eq 'lines') then '[— — —]'
          else if (ancestor::supplied[@reason = 'lost']) then '…'
          else fp:described-gap(normalize-space(desc[normalize-space()][1])))"/>
      <xsl:apply-templates select="node() except desc" mode="m:inline"/>
    </tei_span>
  </xsl:template>

  <!-- A gap with what the editors say of it, which may have its brackets; `filling.describe_gap`
       says the same. -->
  <xsl:function name="fp:described-gap" as="xs:string">
    <xsl:param name="said" as="xs:string"/>
    <xsl:sequence select="
        if ($said eq '') then '[…]' else if (matches($said, '^\[.*\]$')) then $said else '[… ' || $said || ']'"/>
  </xsl:function>

  <!-- The end of transposed words, which are in their last order: how they were written. -->
  <xsl:template match="src:transposed" mode="m:inline" as="element(Q{}inline)?">
    <xsl:sequence select="f:sign('[' || f:word('as written', map{'words': string(@words)}) || ']')"/>
  </xsl:template>

  <!-- A place left empty by the writer. -->
  <xsl:template match="space" mode="m:inline" as="element(Q{}tei_span)">
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:sequence select="f:sign('(vac.' || @quantity ! (' ' || .) || ')')"/>
      <xsl:apply-templates mode="m:inline"/>
    </tei_span>
  </xsl:template>

  <!-- Another hand begins to write. -->
  <xsl:template match="handShift" mode="m:inline" as="element(Q{}tei_span)">
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:sequence select="f:sign('[' || f:word('new hand') || ']')"/>
      <xsl:apply-templates mode="m:inline"/>
    </tei_span>
  </xsl:template>

  <!-- A sign that the edition adds. -->
  <xsl:function name="f:sign" as="element(inline)?" visibility="public" xpath-default-namespace="">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:if test="$text">
      <inline classes="tei-sign tei-generated">{$text}</inline>
    </xsl:if>
  </xsl:function>

  <!-- A gloss above or beside its word, as in Japanese: in brackets where it cannot stand there. -->
  <xsl:template match="rt" mode="m:inline" as="element(Q{}tei_span)">
    <tei_span>
      <xsl:sequence select="f:attributes(.), f:sign('（')"/>
      <xsl:apply-templates mode="m:inline"/>
      <xsl:sequence select="f:sign('）')"/>
    </tei_span>
  </xsl:template>

  <!-- The key: each kind of mark that is in `content`, what it looks like and what it says. -->
  <xsl:function name="f:key-to-signs" as="element()?" visibility="public">
    <xsl:param name="content" as="node()*"/>
    <xsl:variable name="kinds" as="xs:string*" select="
        distinct-values($content/descendant-or-self::*/f:sign-kind(.))"/>
    <xsl:variable name="examples" as="element()*" select="$v:examples[@kind = $kinds]"/>
    <xsl:if test="$examples">
      <tei_details classes="tei-key-to-signs tei-generated no-search" summary="{f:word('Key to signs')}">
        <definition_list>
          <xsl:for-each select="$examples">
            <definition_list_item>
              <term>
                <xsl:apply-templates select="*" mode="m:inline">
                  <xsl:with-param name="context" tunnel="yes" select="map {}"/>
                </xsl:apply-templates>
              </term>
              <definition>
                <paragraph>{f:word('sign ' || @kind)}</paragraph>
              </definition>
            </definition_list_item>
          </xsl:for-each>
        </definition_list>
      </tei_details>
    </xsl:if>
  </xsl:function>

  <!-- Whether letters are right before or after an element. -->
  <xsl:function name="fp:is-part-of-word" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <!-- The other sides of a choice do not stand beside it. -->
    <xsl:variable name="place" as="element()" select="
        $element/ancestor-or-self::*[not(parent::choice)][1]"/>
    <xsl:sequence select="
        matches($place/preceding-sibling::node()[1], '[\p{L}\p{M}]$')
        or matches($place/following-sibling::node()[1], '^[\p{L}\p{M}]')"/>
  </xsl:function>

</xsl:stylesheet>

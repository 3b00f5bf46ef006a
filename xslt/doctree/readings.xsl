<?xml version="1.0" encoding="UTF-8"?>
<!-- What a reading of the apparatus has instead of words, and which remarks are about it (TEI
     Guidelines, chapter 13). -->
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

  <!-- Whether an element is in a reading of witnesses that is not the text. -->
  <xsl:function name="f:is-in-other-reading" as="xs:boolean" visibility="public">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        some $reading in $element/ancestor::rdg[@wit] satisfies
          f:is-located($reading/ancestor::app[1]) or not($reading is f:lemma($reading/ancestor::app[1]))"/>
  </xsl:function>

  <!-- Whether a reading has words of its own, or signs that stand for some. -->
  <xsl:function name="f:has-content" as="xs:boolean" visibility="public">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        exists($reading//text()[normalize-space()][not(fp:is-remark(., $reading))])
        or exists($reading//*[local-name() = $v:wordless])"/>
  </xsl:function>

  <!-- Whether a reading says that its witnesses lack the words: it has no content, no picture or
       copy of other words instead, and nothing that says why it has none. -->
  <xsl:function name="f:is-omission" as="xs:boolean" visibility="public">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        not(f:has-content($reading)) and empty($reading/@facs[normalize-space()])
        and empty($reading/descendant-or-self::*[@copyOf or @sameAs])
        and empty(f:extents($reading)) and empty($reading//(note | witDetail | handShift))"/>
  </xsl:function>

  <!-- Whether a node is part of a remark in a reading, and not of its words. -->
  <xsl:function name="fp:is-remark" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="exists($node/ancestor::*[self::note or self::witDetail or self::wit]
        [ancestor::* intersect $reading])"/>
  </xsl:function>

  <!-- Where a reading says that a witness begins, ends, breaks off or resumes
       (TEI Guidelines, section 13.1.5). -->
  <xsl:function name="f:extents" as="element()*" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:sequence select="
        $reading/descendant::*[local-name() = $v:extents]
            [ancestor::*[self::rdg or self::lem or self::src:reading][1] is $reading]"/>
  </xsl:function>

  <!-- What is shown of a reading without words: the words that it copies, its picture, that its
       witness begins or ends there; that the words are omitted if the reading is really empty. Signs
       that nothing is shown for are named. -->
  <xsl:function name="f:words-instead" as="node()*" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="marks" as="element()*" select="f:extents($reading)"/>
    <xsl:variable name="copied" as="attribute()*" select="
        $reading/descendant-or-self::*/(@copyOf, @sameAs)[1]"/>
    <xsl:choose>
      <xsl:when test="exists($reading) and f:has-content($reading)">
        <xsl:sequence select="fp:name-hidden($reading)"/>
      </xsl:when>
      <xsl:when test="exists($copied)">
        <xsl:sequence select="fp:copy($copied ! tokenize(.), root($reading), $context)"/>
      </xsl:when>
      <xsl:when test="$reading/@facs[normalize-space()]">
        <xsl:sequence select="$reading/@facs/tokenize(.) ! fp:picture(., $reading)"/>
      </xsl:when>
      <!-- Who deletes words does not omit them. -->
      <xsl:when test="(empty($reading) or f:is-omission($reading))
                      and not($reading ! f:act(.) = ('del', 'secl'))">
        <inline classes="tei-generated tei-omission">{
            if (lower-case($reading/@type) = $v:unread-types) then '[' || $reading/@type || ']'
            else f:word(if (lower-case($reading/@type) = $v:lacuna-types) then 'lacuna' else 'omitted')
        }</inline>
      </xsl:when>
    </xsl:choose>
    <xsl:for-each select="$marks[f:is-mark($reading)]">
      <xsl:text>{if (position() gt 1) then ', ' else ''}</xsl:text>
      <inline classes="tei-generated tei-omission">{f:word('extent ' || local-name())}</inline>
    </xsl:for-each>
  </xsl:function>

  <!-- Where witnesses begin or end within a reading that has words; what is said of a single one of
       several is after its siglum. -->
  <xsl:function name="f:tell-extents" as="node()*" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:for-each select="
        f:extents($reading)[not(f:is-mark($reading))][not(f:is-on-siglum(., $reading))]">
      <xsl:variable name="others" as="xs:string*" select="
          @wit[not(normalize-space() eq $reading/@wit/normalize-space())]/fp:split-sigla(.)"/>
      <xsl:text>{if (position() gt 1 and empty($others)) then ',' else ''}</xsl:text>
      <xsl:sequence select="fp:sigla($others, (), ())"/>
      <xsl:text> </xsl:text>
      <inline classes="tei-extent tei-generated">{f:word('extent ' || local-name())}</inline>
    </xsl:for-each>
  </xsl:function>

  <!-- Whether a reading says no more than that its witness begins or ends there. -->
  <xsl:function name="f:is-mark" as="xs:boolean" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:sequence select="exists(f:extents($reading)) and not(f:has-content($reading))"/>
  </xsl:function>

  <!-- Such a reading: who proposed it, then what happens to the witness. -->
  <xsl:function name="f:tell-mark" as="node()*" visibility="public">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="attribution" as="node()*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:sequence select="$attribution"/>
    <xsl:text> </xsl:text>
    <tei_span>
      <xsl:sequence select="f:attributes($reading)"/>
      <xsl:apply-templates select="$reading/node()" mode="m:inline">
        <xsl:with-param name="context" select="$context" tunnel="yes"/>
      </xsl:apply-templates>
      <xsl:sequence select="f:words-instead($reading, $context)"/>
    </tei_span>
  </xsl:function>

  <!-- The words that pointers lead to, without anchors; a pointer that leads nowhere here, as it is. -->
  <xsl:function name="fp:copy" as="node()*">
    <xsl:param name="pointers" as="xs:string*"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:for-each select="$pointers">
      <xsl:variable name="source" as="element()?" select="key('id', substring-after(., '#'), $root)[1]"/>
      <xsl:text>{if (position() gt 1) then ' ' else ''}</xsl:text>
      <xsl:choose>
        <xsl:when test="
            exists($source) and f:has-content($source)
            and not($source/descendant-or-self::*[self::ptr or @copyOf or @sameAs])">
          <xsl:variable name="shown" as="node()*">
            <xsl:apply-templates select="$source/node()" mode="m:inline">
              <xsl:with-param name="context" select="$context" tunnel="yes"/>
            </xsl:apply-templates>
          </xsl:variable>
          <inline classes="tei-generated tei-copied">
            <xsl:apply-templates select="$shown" mode="m:quoted"/>
          </inline>
        </xsl:when>
        <xsl:otherwise>
          <inline classes="tei-generated">= {.}</inline>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:function>

  <!-- A picture of a reading: a link where it is on the web, else its name. -->
  <xsl:function name="fp:picture" as="element()">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="one" as="element()">
      <reading xmlns="http://www.tei-c.org/ns/1.0" facs="{$pointer}"/>
    </xsl:variable>
    <xsl:variable name="url" as="xs:string?" select="
        if (starts-with($pointer, '#'))
        then key('surface', substring($pointer, 2), root($reading))/descendant-or-self::graphic[1]/@url
        else f:facsimile($one)"/>
    <xsl:choose>
      <xsl:when test="matches($url, '^https?://')">
        <tei_link uri="{$url}" classes="tei-generated">{f:word('picture')}</tei_link>
      </xsl:when>
      <xsl:otherwise>
        <inline classes="tei-generated">[{f:word('facsimile')}: {($url, $pointer)[1]}]</inline>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Signs of a reading without words that the page shows nothing for, by their names. -->
  <xsl:function name="fp:name-hidden" as="element()*">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="hidden" as="element()*" select="
        $reading//(c | cb | damage | damageSpan | ellipsis | gb | lb | metamark | milestone | notatedMusic | pb | pc)
            [not(.//* except ptr)]
            [not(normalize-space(@n)) or self::lb or not(self::pb | self::cb | self::gb | self::milestone)]"/>
    <xsl:if test="not($reading//text()[normalize-space()])
        and (every $sign in $reading//*[local-name() = $v:wordless] except $hidden/ptr
             satisfies $sign intersect $hidden)">
      <xsl:for-each select="$hidden">
        <inline classes="tei-generated">[{
            string-join((local-name(), (@function, @unit, @type)[1]), ' ')}]</inline>
      </xsl:for-each>
    </xsl:if>
  </xsl:function>

  <!-- A reading that only points to words of the text has these words, in its own order. -->
  <xsl:template mode="m:inline" priority="3" match="
      rdg[not(normalize-space())]//ptr[fp:pointed-words(.)] | lem[not(normalize-space())]//ptr[fp:pointed-words(.)]" as="element(Q{}tei_span)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <tei_span>
      <xsl:sequence select="f:attributes(.), fp:copy(tokenize(@target), root(.), $context)"/>
    </tei_span>
  </xsl:template>

  <!-- The elements with words, within the text, that a pointer leads to. -->
  <xsl:function name="fp:pointed-words" as="element()*">
    <xsl:param name="pointer" as="element(ptr)"/>
    <xsl:sequence select="
        (key('id', $pointer/@target/tokenize(.)[starts-with(., '#')] ! substring(., 2), root($pointer))
            [ancestor::text][normalize-space()]
            [not(ancestor-or-self::note or ancestor-or-self::bibl or . intersect $pointer/ancestor::*)])
            [not(f:is-block(.) or .//(ptr | *[@copyOf or @sameAs]))]"/>
  </xsl:function>

  <!-- The same where a reading without words is the text. -->
  <xsl:template match="(rdg | lem)[not(f:has-content(.))][@copyOf or @sameAs or @facs]" mode="m:inline" as="element(Q{}tei_span)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates mode="#current"/>
      <xsl:sequence select="f:words-instead(., $context)"/>
    </tei_span>
  </xsl:template>

  <!-- What is said of a reading, or of a group of them, in its entry. -->
  <xsl:function name="f:remarks" as="element()*" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:sequence select="
        ($reading/ancestor::app[1]//(note | witDetail | wit))
            [f:reading-of(.) is $reading]"/>
  </xsl:function>

  <!-- The reading that a remark in an entry is about: the one that it points to, else the one behind
       which it stands, or within which (a wit or witDetail); none if it is first, points to several, or is
       right before the reading that it points to: there it is read already ("an contexerant"). -->
  <xsl:function name="f:reading-of" as="element()?" visibility="public">
    <xsl:param name="remark" as="element()"/>
    <xsl:variable name="app" as="element()?" select="$remark/ancestor::app[1]"/>
    <xsl:sequence select="
        $remark/(self::wit | self::witDetail | self::note[f:is-said-of-reading(.)])/..[self::lem or self::rdg]"/>
    <xsl:if test="$remark[self::note or self::witDetail or self::wit]
                  and $remark/..[self::app or self::rdgGrp]">
      <xsl:variable name="named" as="element()*" select="
          key('id', $remark/@target/tokenize(.) ! substring-after(., '#'), root($remark))
              [self::rdg or self::lem][ancestor::app[1] is $app]"/>
      <xsl:variable name="before" as="element()?" select="
          $remark/preceding-sibling::*[self::lem or self::rdg or self::rdgGrp or self::app][1]"/>
      <!-- What is said of a witness that only another reading names is about that one. -->
      <xsl:variable name="of-witness" as="element()*" select="
          $remark[self::witDetail][not(tokenize(@wit) = $before/descendant-or-self::*/tokenize(@wit))]/..
              /descendant::*[self::rdg or self::lem][ancestor::app[1] is $app][tokenize(@wit) = tokenize($remark/@wit)]"/>
      <xsl:sequence select="
          if (count($named) eq 1) then $named[not(. is $remark/following-sibling::*[1])]
          else if (exists($named)) then ()
          else if (count($of-witness) eq 1) then $of-witness
          else $before[not(self::app)]"/>
    </xsl:if>
  </xsl:function>

  <!-- Whether a note within a reading that is not the text is the editor's remark on it, not one that
       the witness has in a place of its own. -->
  <xsl:function name="f:is-said-of-reading" as="xs:boolean" visibility="public">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="app" as="element(app)?" select="$note/parent::rdg/ancestor::app[1]"/>
    <xsl:sequence select="
        exists($app) and not($note/@place) and not($note/node()[f:is-block(.)])
        and (f:is-located($app) or not($note/.. is f:lemma($app)))"/>
  </xsl:function>

  <!-- Whether a remark, or the mark of a beginning or end, is about a single one of several
       witnesses of a reading. -->
  <xsl:function name="f:is-on-siglum" as="xs:boolean" visibility="public">
    <xsl:param name="remark" as="element()"/>
    <xsl:param name="reading" as="element()?"/>
    <xsl:sequence select="
        $remark[self::witDetail or local-name() = $v:extents]
        and count(tokenize($reading/@wit)) gt 1
        and normalize-space($remark/@wit) = tokenize($reading/@wit)
        and not($remark/node()[f:is-block(.)])"/>
  </xsl:function>

</xsl:stylesheet>

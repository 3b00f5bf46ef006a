<?xml version="1.0" encoding="UTF-8"?>
<!-- Notes: a mark in the text, the note at the foot of the page (TEI Guidelines, section 3.9). Their
     numbers are given in page.xsl (fp:number). -->
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

  <!-- Those whom a header names as answerable. -->
  <xsl:key name="responsible" match="teiHeader//*[@xml:id]" use="@xml:id"/>

  <!-- Whether a note goes to the foot; one that is part of an apparatus entry is shown there. -->
  <xsl:function name="f:is-footnote" as="xs:boolean" visibility="public">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="empty($note/(parent::app | parent::rdgGrp))"/>
  </xsl:function>

  <!-- Who speaks in a note, as far as the text says: its author or its editors. -->
  <xsl:function name="f:note-voice" as="xs:string?" visibility="public">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="types" as="xs:string*"
        select="($note/@type, $note/@subtype, $note/../self::noteGrp/@type) ! tokenize(lower-case(.))"/>
    <xsl:variable name="names" as="xs:string*"
        select="($note/@resp, $note/../self::noteGrp/@resp)[1] ! tokenize(.) ! replace(., '^.*#', '')"/>
    <xsl:variable name="persons" as="element()*"
        select="$names ! key('responsible', ., root($note))/(. | ancestor::*)"/>
    <xsl:sequence select="
        if ($types = ('author', 'authorial', 'authors', 'original')
            or lower-case($names[1]) = ('author', 'aut') or $persons[self::author]) then 'author'
        else if ($types = ('editor', 'editorial', 'editors', 'ed', 'commentary', 'comment', 'critical',
                           'textual', 'translator')
            or exists($names)) then 'editor'
        else ()"/>
  </xsl:function>

  <!-- Whether a note stood in the margin of the source. -->
  <xsl:function name="f:is-marginal" as="xs:boolean" visibility="public">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="matches($note/@place, '(^|[^a-z])(margin|left|right|outer|inner)', 'i')"/>
  </xsl:function>

  <!-- The note that another calls a second time: it has no words of its own, and names it. -->
  <xsl:function name="f:same-note" as="element(note)?" visibility="public">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="pointer" as="xs:string?" select="
        $note[not(*) and not(normalize-space())]/(@sameAs, @copyOf)[starts-with(., '#')][1]"/>
    <xsl:sequence select="
        $pointer ! key('anchor', substring(., 2), root($note))[self::note][normalize-space()][1]"/>
  </xsl:function>

  <!-- The mark of a note that is on the page already. -->
  <xsl:template match="note[f:same-note(.)]" mode="m:inline" as="element()" priority="2">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:variable name="same" as="element(note)" select="f:same-note(.)"/>
    <xsl:variable name="number" as="xs:integer?" select="$context?notes(string($same/@src:anchor))"/>
    <xsl:choose>
      <xsl:when test="empty($number) or exists($context?notes(string(@src:anchor)))">
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <footnote_reference ids="{@src:anchor}" refid="{$same/@src:anchor}"
            classes="{'tei-note-mark', 'tei-adjacent'[fp:is-beside-note(current())]}">{$number}</footnote_reference>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The mark of a note. -->
  <xsl:template match="note" mode="m:inline" as="element(Q{}footnote_reference)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <footnote_reference ids="{f:free-id(., @src:anchor || '-mark')}" refid="{@src:anchor}"
        classes="{'tei-note-mark', 'tei-adjacent'[fp:is-beside-note(current())]}">{
      $context?notes(string(@src:anchor))}</footnote_reference>
  </xsl:template>

  <!-- Whether the mark of another note comes right before or after that of a note: two marks need
       room to be distinguished by a finger. -->
  <xsl:function name="fp:is-beside-note" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        exists(($note/preceding-sibling::node()[self::* or normalize-space()][1],
                $note/following-sibling::node()[self::* or normalize-space()][1])/self::note)"/>
  </xsl:function>

  <!-- The notes of a page. -->
  <xsl:function name="f:footnotes" as="element()*" visibility="public">
    <xsl:param name="notes" as="element(note)*"/>
    <xsl:param name="context" as="map(*)"/>
    <!-- Voices are named where a page has several. -->
    <xsl:variable name="are-mixed" as="xs:boolean"
        select="count(distinct-values($notes ! (f:note-voice(.), '')[1])) gt 1"/>
    <xsl:apply-templates select="$notes" mode="m:footnote">
      <xsl:with-param name="context" select="$context" tunnel="yes"/>
      <xsl:with-param name="are-mixed" select="$are-mixed"/>
      <xsl:with-param name="editors" select="fp:editors-of-notes($notes)"/>
    </xsl:apply-templates>
  </xsl:function>

  <!-- Of several editors of notes the initials by what points to them, the whole names where two
       have the same; nothing where one has made all notes. -->
  <xsl:function name="fp:editors-of-notes" as="map(xs:string, xs:string)">
    <xsl:param name="notes" as="element(note)*"/>
    <xsl:variable name="pointers" as="xs:string*" select="
        distinct-values($notes[f:note-voice(.) = 'editor'] ! fp:responsible(.))"/>
    <xsl:variable name="declared" as="element()*" select="
        $notes[1]/root()/*/teiHeader/fileDesc/titleStmt/(editor | respStmt)/descendant-or-self::*[@xml:id]"/>
    <xsl:variable name="names" as="map(xs:string, xs:string)" select="
        map:merge($pointers ! map{.: fp:name(., root($notes[1]))})"/>
    <xsl:sequence select="
        if (count($pointers) lt 2 and (empty($pointers) or count($declared) lt 2)) then map{}
        else map:merge(
          for $pointer in $pointers, $initials in fp:initials($names($pointer))
          return map{$pointer:
            if (map:for-each($names, function($other, $name) {
                  $name[. ne $names($pointer)][fp:initials(.) eq $initials]}) => exists())
            then $names($pointer) else $initials})"/>
  </xsl:function>

  <!-- Who is responsible for a note, by what points to them. -->
  <xsl:function name="fp:responsible" as="xs:string*">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="($note/@resp, $note/../self::noteGrp/@resp)[1] ! tokenize(.)"/>
  </xsl:function>

  <!-- The initials of a name; a name of one word may be initials already, and stays as it is. -->
  <xsl:function name="fp:initials" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize($name, '[\s\-]+')[matches(., '^\p{L}')]"/>
    <xsl:sequence select="
        if (count($words) lt 2) then $name else string-join($words ! (substring(., 1, 1) || '.'), '&#xa0;')"/>
  </xsl:function>

  <!-- A note at the foot of the page, with its number; its author too if the notes of the page have
       several. -->
  <xsl:template match="note" mode="m:footnote" as="element(Q{}footnote)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="are-mixed" as="xs:boolean" select="false()"/>
    <xsl:param name="editors" as="map(xs:string, xs:string)" select="map{}"/>
    <xsl:variable name="voice" as="xs:string?" select="f:note-voice(.)"/>
    <footnote backrefs="{f:free-id(., @src:anchor || '-mark')}">
      <xsl:sequence select="
          f:attributes(., ($voice ! ('tei-by-' || .), 'tei-marginal'[f:is-marginal(current())],
                           'tei-beside'[not(fp:is-out-of-text(current()))])),
          f:line(., $context?line), f:passage(., $context)"/>
      <label>{$context?notes(string(@src:anchor))}</label>
      <xsl:if test="$are-mixed and $voice">
        <paragraph classes="tei-voice tei-generated">{f:word('by ' || $voice)}</paragraph>
      </xsl:if>
      <xsl:variable name="body" as="element()*" select="f:flow((f:same-note(.), .)[1]/node(), $context)"/>
      <xsl:variable name="signed" as="xs:string*"
          select="if ($voice = 'editor') then distinct-values(fp:responsible(.) ! $editors(.)) else ()"/>
      <xsl:variable name="last" as="element()?" select="$body[last()][self::Q{}paragraph]"/>
      <xsl:sequence select="$body except $last"/>
      <xsl:if test="exists($last) or empty($body) or exists($signed)">
        <paragraph>
          <xsl:sequence select="$last/(@*, node())"/>
          <xsl:if test="exists($signed)">
            <inline classes="tei-signed tei-generated"> [{string-join($signed, ', ')}]</inline>
          </xsl:if>
        </paragraph>
      </xsl:if>
    </footnote>
  </xsl:template>

  <!-- Whether the mark of a note is in the apparatus, or is not seen. -->
  <xsl:function name="fp:is-out-of-text" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        (some $part in $note/ancestor::*[parent::app or parent::rdgGrp] satisfies
           not($part/descendant-or-self::* intersect f:lemma($part/ancestor::app[1])))
        or (some $side in $note/ancestor::*[parent::choice] satisfies
              not($side is f:side($side/..)))"/>
  </xsl:function>

  <!-- Whether the notes of a page can be beside its text: where they are shorter than it. -->
  <xsl:function name="f:can-stand-beside" as="xs:boolean" visibility="public">
    <xsl:param name="notes" as="element(note)*"/>
    <xsl:param name="content" as="node()*"/>
    <xsl:sequence select="
        exists($notes) and count($notes) le 200
        and sum($notes ! string-length()) * 2 lt sum($content ! string-length())"/>
  </xsl:function>

</xsl:stylesheet>

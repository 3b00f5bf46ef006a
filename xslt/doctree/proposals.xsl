<?xml version="1.0" encoding="UTF-8"?>
<!-- Readings without witnesses: who proposed them, and how: coni., del., add., scripsi. -->
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

  <!-- What somebody did to the text, by the words of @type and @cause; those first that say more. -->
  <xsl:variable name="fp:acts" as="map(xs:string, xs:string)+" select="
      map { 'act': 'secl', 'said': '(^|\W)(secl|seclus)' },
      map { 'act': 'transp', 'said': '(^|\W)(transp|trai|umstell)' },
      map { 'act': 'suppl', 'said': '(^|\W)(suppl|ergänz|integr)' },
      map { 'act': 'del', 'said': '(^|\W)(del|athet|expun|tilg)' },
      map { 'act': 'add', 'said': '(^|\W)(add|adi|insert)' },
      map { 'act': 'em', 'said': '(^|\W)(emend|corr([^u]|$)|korrig)' },
      map { 'act': 'coni', 'said': '(^|\W)(conj|coni|coniec|konj|cong)' }"/>

  <!-- What an editor says of himself. -->
  <xsl:variable name="fp:own-acts" as="map(xs:string, xs:string)" select="map {
      'secl': 'seclusi', 'transp': 'transposui', 'suppl': 'supplevi', 'del': 'delevi',
      'add': 'addidi', 'em': 'scripsi', 'coni': 'conieci', '': 'scripsi' }"/>

  <!-- Who proposed a reading, and what he did: told where no witness has it, or where it is called
       a conjecture. -->
  <xsl:function name="f:proposal" as="node()*" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:variable name="proposed" as="element()?" select="$reading[fp:is-proposed(.)]"/>
    <xsl:variable name="author" as="element()?" select="$proposed ! fp:authored(.)"/>
    <xsl:variable name="act" as="xs:string" select="string($proposed ! f:act(.))"/>
    <xsl:variable name="own" as="xs:string" select="
        if ($author/@resp and fp:is-by-editor($author)) then f:word('app ' || $fp:own-acts($act)) else ''"/>
    <xsl:variable name="said" as="xs:string" select="
        if ($own) then $own else if ($act) then f:word('app ' || $act) else ''"/>
    <xsl:if test="$said">
      <xsl:text> </xsl:text>
      <inline classes="tei-act tei-generated">{$said}</inline>
    </xsl:if>
    <xsl:variable name="persons" as="xs:string*" select="fp:split-names($author/@resp[not($own)])"/>
    <xsl:sequence select="
        $author ! (fp:say-names($persons, .), fp:say-names(fp:split-names(@source)[not(. = $persons)], .))"/>
  </xsl:function>

  <!-- The books and editions besides its witnesses in which a reading is. -->
  <xsl:function name="f:further-sources" as="node()*" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:sequence select="
        $reading[@wit[normalize-space()]][not(fp:is-proposed(.))] ! fp:say-names(fp:split-names(@source), .)"/>
  </xsl:function>

  <!-- Names that are printed after a reading. -->
  <xsl:function name="fp:say-names" as="node()*">
    <xsl:param name="pointers" as="xs:string*"/>
    <xsl:param name="reading" as="element()"/>
    <xsl:for-each select="$pointers">
      <xsl:text> </xsl:text>
      <inline classes="tei-responsible tei-generated">{
          fp:name(., root($reading)) || (if (position() lt last()) then ',' else '')}</inline>
    </xsl:for-each>
  </xsl:function>

  <!-- Whom a @resp or @source names: several where these are pointers; words are one name ("BL 8.45"). -->
  <xsl:function name="fp:split-names" as="xs:string*">
    <xsl:param name="value" as="attribute()?"/>
    <xsl:variable name="tokens" as="xs:string*" select="tokenize($value)"/>
    <xsl:sequence select="
        if (some $token in $tokens satisfies matches($token, '[#:/]') or exists($v:apparatus?people ! .($token)))
        then $tokens else normalize-space($value)[.]"/>
  </xsl:function>

  <!-- Whether a reading is somebody's proposal. -->
  <xsl:function name="fp:is-proposed" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        exists($reading[self::rdg or self::lem])
        and (not($reading/@wit[normalize-space()])
             or matches($reading/@type || ' ' || $reading/@cause, 'conj|coni|emend', 'i')
             or ($reading/@resp and matches($reading/@type, '^(suppl|secl|seclu|delet)', 'i')))"/>
  </xsl:function>

  <!-- The element that names the author of a proposal: the reading, else what it consists of, such
       as a supplied; `find_author` in the reader of entries does so for what no witness has. -->
  <xsl:function name="fp:authored" as="element()">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="content" as="node()*" select="$reading/node()[self::* or normalize-space()]"/>
    <xsl:sequence select="
        if ($reading/(@resp, @source, @wit)) then $reading
        else ($content[count($content) eq 1]
                  [self::supplied | self::surplus | self::secl | self::corr | self::add | self::del][@resp | @source],
              $reading)[1]"/>
  </xsl:function>

  <!-- What was done to the text by who proposed a reading, as it says or as it shows: what has no
       words deletes, what is nothing but supplied supplies; nothing if neither is so. -->
  <xsl:function name="f:act" as="xs:string?" visibility="public">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="said" as="xs:string" select="
        string-join(($reading/@type, $reading/@cause,
                     $reading/ancestor::rdgGrp[ancestor::app[1] is $reading/ancestor::app[1]]/@type), ' ')"/>
    <xsl:variable name="content" as="node()*" select="$reading/node()[self::* or normalize-space()]"/>
    <xsl:variable name="author" as="element()" select="fp:authored($reading)"/>
    <xsl:if test="fp:is-proposed($reading) and exists(($reading, $author)/(@resp, @source, @type, @cause))">
      <xsl:sequence select="
          ($fp:acts[matches($said, ?said, 'i')]?act,
           if (not($author/@resp)) then ()
           else if (f:is-omission($reading)) then 'del'
           else if (count($content) ne 1) then ()
           else if ($content[self::surplus or self::secl]) then 'secl'
           else if ($content[self::supplied[@reason = ('omitted', 'omission')]]) then 'add'
           else if ($content[self::supplied]) then 'suppl'
           else if ($content[self::del]) then 'del'
           else if ($content[self::add]) then 'add'
           else ())[1]"/>
    </xsl:if>
  </xsl:function>

  <!-- Whether a proposal is of the only editor of the file. -->
  <xsl:function name="fp:is-by-editor" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="editors" as="element()*" select="
        root($reading)/*/teiHeader/fileDesc/titleStmt/editor"/>
    <xsl:variable name="pointers" as="xs:string*" select="tokenize($reading/@resp)"/>
    <xsl:sequence select="
        count($editors) eq 1 and count($pointers) eq 1
        and ($editors/descendant-or-self::*/(@xml:id ! ('#' || .), tokenize(@ref))) = $pointers"/>
  </xsl:function>

  <!-- Whom or what a @resp or @source points to: its own siglum, else its name where the file
       has one that is short. -->
  <xsl:function name="fp:name" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:variable name="found" as="element()?"
        select="key('id', substring-after($pointer, '#'), $root)[1]"/>
    <xsl:variable name="name" as="xs:string" select="
        (($found ! (@n, (. | persName | orgName | name)/abbr[@type eq 'siglum'], persName, orgName, name, label, abbr),
         $found)[1] ! fp:spell-name(.), '')[1]"/>
    <xsl:sequence select="
        (if ($name and string-length($name) lt 60 and not($found/(self::biblStruct | self::biblFull)/fp:is-unnamed(.)))
         then $name else fp:author-and-year($found),
         $v:apparatus?people ! .($pointer), replace($pointer, '^([^#]*#|[A-Za-z][^:#/]*:([^/]))', '$2'))[1]"/>
  </xsl:function>

  <!-- Whether nothing is said of how a book is cited. -->
  <xsl:function name="fp:is-unnamed" as="xs:boolean">
    <xsl:param name="book" as="element()"/>
    <xsl:sequence select="empty($book/(@n, label, abbr))"/>
  </xsl:function>

  <!-- A book by its author and year, where it has no name for entries, or its description is too long for an entry. -->
  <xsl:function name="fp:author-and-year" as="xs:string?">
    <xsl:param name="book" as="element()?"/>
    <xsl:variable name="author" as="element()?" select="($book//author, $book//editor)[1]"/>
    <xsl:variable name="surnames" as="xs:string*" select="
        ($author//surname/string(), $author/string())[1] ! normalize-space()"/>
    <xsl:variable name="year" as="xs:string?" select="
        ($book//date ! (@when ! substring(., 1, 4), normalize-space()))[1]"/>
    <xsl:sequence select="
        string-join(($surnames, $year), ' ')[normalize-space() and string-length(.) lt 60]"/>
  </xsl:function>

  <!-- The words of a name; between its parts a space, where white space is not part of it. -->
  <xsl:function name="fp:spell-name" as="xs:string">
    <xsl:param name="name" as="node()"/>
    <xsl:sequence select="
        normalize-space(
          if ($name/text()[normalize-space()]) then string($name)
          else if ($name/*) then string-join($name/* ! fp:spell-name(.), ' ')
          else string($name))"/>
  </xsl:function>

</xsl:stylesheet>

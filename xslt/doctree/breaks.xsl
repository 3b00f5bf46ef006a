<?xml version="1.0" encoding="UTF-8"?>
<!-- Pages, columns and lines of the source: marks in the text, numbers in the margin
     (TEI Guidelines, section 3.11.3). -->
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

  <!-- What a facsimile's surfaces are called by. -->
  <xsl:key name="surface" match="surface | zone | graphic" use="@xml:id"/>

  <!-- Pages, columns and other units: their numbers in brackets, linked to a picture of the page. -->
  <xsl:template match="pb | cb | gb | milestone" mode="m:inline" as="node()+">
    <xsl:variable name="label" as="xs:string" select="normalize-space(@n)"/>
    <xsl:variable name="picture" as="xs:string?" select="f:facsimile(.)"/>
    <xsl:text>{f:gap-at-break(.)}</xsl:text>
    <tei_span>
      <xsl:sequence select="f:attributes(., @unit/('tei-unit-' || replace(., '[^A-Za-z0-9]+', '-')))"/>
      <xsl:if test="self::pb and $label">
        <!-- Books list the pages of their source. -->
        <xsl:attribute name="page" select="$label"/>
      </xsl:if>
      <xsl:variable name="own" as="xs:string?" select="$v:images?breaks ! .(string(current()/@src:anchor))"/>
      <xsl:choose>
        <xsl:when test="$own">
          <tei_link classes="tei-break-number tei-generated" file="{$own}">{
            fp:in-brackets(($label[. != ''], f:word('facsimile'))[1])}{fp:space-after(.)}</tei_link>
        </xsl:when>
        <xsl:when test="$picture">
          <tei_link classes="tei-break-number tei-generated" uri="{$picture}">{
            fp:in-brackets(($label[. != ''], f:word('facsimile'))[1])}{fp:space-after(.)}</tei_link>
        </xsl:when>
        <xsl:when test="self::milestone and exists(f:ornament(@rend))">
          <inline classes="tei-ornament tei-generated">{f:ornament(@rend)}</inline>
        </xsl:when>
        <xsl:when test="$label">
          <inline classes="tei-break-number tei-generated">{fp:in-brackets($label)}{fp:space-after(.)}</inline>
        </xsl:when>
      </xsl:choose>
    </tei_span>
  </xsl:template>

  <!-- What a printer set between two parts of a text, as @rend says: asterisks, or a line. -->
  <xsl:function name="f:ornament" as="xs:string?" visibility="public">
    <xsl:param name="rend" as="xs:string?"/>
    <xsl:sequence select="
        if (matches($rend, '(^|[^a-z])(stars?|asterisks?|dinkus|ornament)([^a-z]|$)', 'i')) then '* * *'
        else if (matches($rend, '(^|[^a-z])asterism([^a-z]|$)', 'i')) then '⁂'
        else if (matches($rend, '(^|[^a-z])(rule|line|hr|dash)([^a-z]|$)', 'i')) then '⸻'
        else if (matches($rend, '^[^\p{L}\p{N}#]+$')) then normalize-space($rend)
        else ()"/>
  </xsl:function>

  <!-- A label in brackets; one that the source gives in brackets, as an inferred number, has them. -->
  <xsl:function name="fp:in-brackets" as="xs:string">
    <xsl:param name="label" as="xs:string"/>
    <xsl:sequence select="if (matches($label, '^\[.*\]$')) then $label else '[' || $label || ']'"/>
  </xsl:function>

  <!-- Line ends are kept in the page, and seen where the reader or a style asks for them. -->
  <xsl:template match="lb" mode="m:inline" as="node()+">
    <xsl:text>{f:gap-at-break(.)}</xsl:text>
    <tei_span>
      <xsl:sequence select="
          f:attributes(., if (fp:is-at-start(.)) then 'tei-first'
                          else 'tei-kept'[$lines eq 'source' or current()/ancestor::ab/@src:written])"/>
      <xsl:sequence select="f:line-number(@n/normalize-space())"/>
    </tei_span>
  </xsl:template>

  <!-- Where words are quoted, a break is a space, or nothing within a word. -->
  <xsl:template match="pb | cb | gb | milestone | lb" mode="m:words" as="text()?">{f:gap-at-break(.)}</xsl:template>

  <!-- Text as it is quoted, without the white space beside a break in a word. -->
  <xsl:template match="text()" mode="m:words" as="text()?">{f:text(.)}</xsl:template>

  <!-- The space that a break makes between two words that have none; `tei.split_mixed` says the
       same. A break in a word makes none: @break="no" says so, or a hyphen at the line's end. -->
  <xsl:function name="f:gap-at-break" as="xs:string" visibility="public">
    <xsl:param name="break" as="element()"/>
    <xsl:variable name="before" as="node()?" select="
        $break/preceding-sibling::node()[not(self::comment() or self::processing-instruction())][1]"/>
    <xsl:variable name="after" as="node()?" select="
        $break/following-sibling::node()[not(self::comment() or self::processing-instruction())][1]"/>
    <xsl:sequence select="
        if (f:joins($break)
            or $before/self::text()[matches(., '(\s|\S[-‐⸗¬&#xAD;])$')]
            or $after/self::text()[matches(., '^\s')]
            or local-name($before) = $v:breaks
            or local-name($break/..) = ($v:structural, 'list', 'row', 'table')
            or (empty($before) and empty($after))
            or (empty($before) or empty($after)) and fp:is-boundary($break/..)) then ''
        else ' '"/>
  </xsl:function>

  <!-- The space that keeps the number of a break from the word after it. -->
  <xsl:function name="fp:space-after" as="xs:string">
    <xsl:param name="break" as="element()"/>
    <xsl:sequence select="
        if (not(f:joins($break))
            and $break/following-sibling::node()[1]/self::text()[matches(., '^\S')]) then ' '
        else ''"/>
  </xsl:function>

  <!-- Whether a word goes on after a break, or after another that is at the same place. -->
  <xsl:function name="f:joins" as="xs:boolean" visibility="public">
    <xsl:param name="break" as="element()"/>
    <xsl:sequence select="
        $break/@break = 'no' or fp:joins-before($break) or fp:joins-after($break)"/>
  </xsl:function>

  <xsl:function name="fp:joins-before" as="xs:boolean">
    <xsl:param name="break" as="element()"/>
    <xsl:variable name="neighbour" as="element()?" select="
        $break/preceding-sibling::node()[self::* or self::text()[normalize-space()]][1]
        [local-name() = $v:breaks]"/>
    <xsl:sequence select="
        exists($neighbour) and ($neighbour/@break = 'no' or fp:joins-before($neighbour))"/>
  </xsl:function>

  <xsl:function name="fp:joins-after" as="xs:boolean">
    <xsl:param name="break" as="element()"/>
    <xsl:variable name="neighbour" as="element()?" select="
        $break/following-sibling::node()[self::* or self::text()[normalize-space()]][1]
        [local-name() = $v:breaks]"/>
    <xsl:sequence select="
        exists($neighbour) and ($neighbour/@break = 'no' or fp:joins-after($neighbour))"/>
  </xsl:function>

  <!-- A text node without the white space beside a break in a word. -->
  <xsl:function name="f:text" as="xs:string" visibility="public">
    <xsl:param name="text" as="text()"/>
    <xsl:variable name="start" as="xs:string" select="
        if ($text/preceding-sibling::node()[1][local-name() = $v:breaks][f:joins(.)])
        then replace($text, '^\s+', '') else string($text)"/>
    <xsl:sequence select="
        if ($text/following-sibling::node()[1][local-name() = $v:breaks][f:joins(.)])
        then replace($start, '\s+$', '') else $start"/>
  </xsl:function>

  <!-- Where a picture of what begins at a break can be seen, if the text says so. -->
  <xsl:function name="f:facsimile" as="xs:string?" visibility="public">
    <xsl:param name="break" as="element()"/>
    <xsl:sequence select="
        ($break/@facs/tokenize(.) !
          (if (starts-with(., '#'))
           then key('surface', substring(., 2), root($break))/descendant-or-self::graphic/@url/string()
           else .))[matches(., '^https?://')][1]"/>
  </xsl:function>

  <!-- Whether nothing is before a break in its block. -->
  <xsl:function name="fp:is-at-start" as="xs:boolean">
    <xsl:param name="break" as="element()"/>
    <xsl:variable name="before" as="node()*" select="
        $break/preceding-sibling::node()[self::*[not(local-name() = $v:breaks)]
                                         or self::text()[normalize-space()]]"/>
    <xsl:sequence select="
        local-name($break/..) = $v:structural
        or empty($before) and (fp:is-boundary($break/..) or $break/../self::*/fp:is-at-start(.))"/>
  </xsl:function>

  <!-- Whether an element's edges separate words. -->
  <xsl:function name="fp:is-boundary" as="xs:boolean">
    <xsl:param name="element" as="node()?"/>
    <xsl:sequence select="
        local-name($element) = ($v:blocks, $v:structural, 'cell', 'head', 'item', 'note', 'speaker')"/>
  </xsl:function>

</xsl:stylesheet>

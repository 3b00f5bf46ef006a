<?xml version="1.0" encoding="UTF-8"?>
<!-- The words that an edition adds to its texts, in its language; importable alone.

     They come from the catalogues in `src/tei_edition/language/locale`, as one map that scripts get too. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:v="urn:tei-edition:value"
    exclude-result-prefixes="#all">

  <!-- JSON: each word by its key; where it has plural forms, an array of the language by whose rule
       one is chosen, and the forms. Under the empty key stand the `language`, its `direction`, rtl or
       ltr, and what numbers need: `group`, the sign between thousands, and `rules`, for each language
       the number of the form for 0, 1, … 199. -->
  <xsl:param name="words" as="xs:string" select="'{}'"/>

  <!-- The words, as a map. -->
  <xsl:variable name="v:words" as="map(xs:string, item())" select="parse-json($words)"/>

  <!-- A word of the edition's, in its language; the key itself where there is none. -->
  <xsl:function name="f:word" as="xs:string" visibility="public">
    <xsl:param name="key" as="xs:string"/>
    <xsl:sequence select="f:word($key, map{})"/>
  </xsl:function>

  <!-- The same with its gaps filled: `{name}` by the value of that name, whole numbers as the language
       writes them. The value `number` chooses among plural forms. -->
  <xsl:function name="f:word" as="xs:string" visibility="public">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:anyAtomicType)"/>
    <xsl:variable name="said" as="xs:string" select="fp:choose-form($key, $values)"/>
    <xsl:sequence select="if (contains($said, '{')) then fp:fill($said, $values) else $said"/>
  </xsl:function>

  <!-- A word of the edition's, or nothing for a key that has none. -->
  <xsl:function name="f:known-word" as="xs:string?" visibility="public">
    <xsl:param name="key" as="xs:string"/>
    <xsl:sequence select="f:word($key)[$key ne '' and map:contains($v:words, $key)]"
        xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
  </xsl:function>

  <!-- The form of a word that its number asks for; the last where nobody counts. -->
  <xsl:function name="fp:choose-form" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:anyAtomicType)"/>
    <xsl:variable name="word" as="item()" select="($v:words($key)[$key], $key)[1]"/>
    <xsl:choose>
      <xsl:when test="not($word instance of array(xs:string))">
        <xsl:sequence select="string($word)"/>
      </xsl:when>
      <xsl:when test="empty($values?number)">
        <xsl:sequence select="$word?*[last()]"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="number" as="xs:integer" select="abs(xs:integer($values?number))"/>
        <!-- From a hundred on, in every language, the last two digits decide. -->
        <xsl:variable name="place" as="xs:integer"
            select="if ($number lt 100) then $number else 100 + $number mod 100"/>
        <xsl:variable name="form" as="xs:string"
            select="substring($v:words('')('rules')($word(1)), $place + 1, 1)"/>
        <xsl:sequence select="$word(xs:integer($form) + 2)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A phrase with its gaps filled; one for which there is no value stays. -->
  <xsl:function name="fp:fill" as="xs:string">
    <xsl:param name="phrase" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:anyAtomicType)"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:analyze-string select="$phrase" regex="\{{(\w+)\}}">
        <xsl:matching-substring>
          <xsl:sequence select="($values(regex-group(1)) ! fp:say-value(.), .)[1]"/>
        </xsl:matching-substring>
        <xsl:non-matching-substring>
          <xsl:sequence select="."/>
        </xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <!-- A value as it is said: whole numbers of five digits or more in groups of three. -->
  <xsl:function name="fp:say-value" as="xs:string">
    <xsl:param name="value" as="xs:anyAtomicType"/>
    <xsl:variable name="group" as="xs:string?" select="$v:words('') ! .('group')"/>
    <xsl:sequence select="
        if ($value instance of xs:integer and string-length(string($value)) gt 4)
        then replace(format-integer($value, '#,##0'), ',', ($group, '')[1], 'q')
        else string($value)"/>
  </xsl:function>

</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- Whose the readings of an apparatus are: sigla of witnesses, names of emenders. -->
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

  <!-- Whose a reading is: the sigla of its witnesses, each a link and with what is said of it
       alone; who proposed it. -->
  <xsl:function name="fp:attribution" as="node()*">
    <xsl:param name="reading" as="element()?"/>
    <xsl:sequence select="
        fp:sigla($reading/@wit/fp:split-sigla(.), f:remarks($reading)[f:is-on-siglum(., $reading)]),
        fp:authors($reading)"/>
  </xsl:function>

  <!-- Who proposed a reading: told where no witness has it, or where it is called a conjecture. -->
  <xsl:function name="fp:authors" as="node()*">
    <xsl:param name="reading" as="element()?"/>
    <xsl:variable name="proposed" as="element()?" select="
        $reading[self::rdg or self::lem]
            [not(@wit) or matches(@type || ' ' || @cause, 'conj|coni|emend')]"/>
    <xsl:for-each select="$proposed/(@resp, @source)/tokenize(.)">
      <xsl:text> </xsl:text>
      <inline classes="tei-responsible tei-generated">{fp:name(., root($reading))}</inline>
    </xsl:for-each>
  </xsl:function>

  <!-- The witnesses that have the lemma, where the entry names those alone that have not. -->
  <xsl:function name="fp:support" as="node()*">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        fp:sigla($v:apparatus?support ! .(string($app/@src:anchor)) ! .?*, ())"/>
  </xsl:function>

  <!-- Sigla, each with the remarks that are about its witness. -->
  <xsl:function name="fp:sigla" as="node()*">
    <xsl:param name="witnesses" as="xs:string*"/>
    <xsl:param name="remarks" as="element()*"/>
    <xsl:for-each select="$witnesses">
      <xsl:text> </xsl:text>
      <xsl:sequence select="fp:siglum(.)"/>
      <xsl:for-each select="$remarks[normalize-space(@wit) eq current()]">
        <xsl:text> </xsl:text>
        <inline classes="tei-generated">(</inline>
        <emphasis>
          <xsl:sequence select="f:attributes(.)"/>
          <xsl:apply-templates mode="m:inline"/>
        </emphasis>
        <inline classes="tei-generated">)</inline>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:function>

  <!-- The siglum of a witness, with its typography; it leads to the list of witnesses. -->
  <xsl:function name="fp:siglum" as="element()">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:variable name="plain" as="xs:string" select="($v:sigla($pointer), replace($pointer, '^.*#', ''))[1]"/>
    <xsl:variable name="phrases" as="array(*)*" select="$v:apparatus?forms ! .($pointer)?*"/>
    <xsl:element name="{if (f:resolve($pointer)) then 'tei_link' else 'tei_span'}">
      <xsl:attribute name="classes" select="'tei-siglum tei-generated'"/>
      <xsl:sequence select="f:resolve($pointer) ! f:link-attribute(.)"/>
      <xsl:choose>
        <xsl:when test="exists($phrases)">
          <xsl:attribute name="plain" select="$plain"/>
          <xsl:sequence select="$phrases ! fp:dress(.(1), tokenize(.(2)))"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:text>{$plain}</xsl:text>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:element>
  </xsl:function>

  <!-- Words in elements of these names, the outermost first. -->
  <xsl:function name="fp:dress" as="node()">
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="looks" as="xs:string*"/>
    <xsl:choose>
      <xsl:when test="exists($looks)">
        <xsl:element name="{$looks[1]}">
          <xsl:sequence select="fp:dress($words, tail($looks))"/>
        </xsl:element>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$words"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The pointers of a @wit; older files have some with spaces in them. -->
  <xsl:function name="fp:split-sigla" as="xs:string*">
    <xsl:param name="value" as="xs:string"/>
    <xsl:variable name="whole" as="xs:string" select="normalize-space($value)"/>
    <xsl:variable name="spaced" as="xs:string?" select="
        sort($v:apparatus?spaced?*, (), function($s) { -string-length($s) })
            [$whole eq . or starts-with($whole, . || ' ')][1]"/>
    <xsl:choose>
      <xsl:when test="not($whole)"/>
      <xsl:when test="empty($v:apparatus?spaced?*)">
        <xsl:sequence select="tokenize($whole)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="first" as="xs:string" select="($spaced, tokenize($whole))[1]"/>
        <xsl:sequence select="
            $first, fp:split-sigla(substring($whole, string-length($first) + 1))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Whom or what a @resp or @source points to: a siglum of its own, else its name where the file
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
        if ($name and string-length($name) lt 60) then $name else replace($pointer, '^([^#]*#|[A-Za-z][^:#/]*:)', '')"/>
  </xsl:function>

  <!-- The words of a name; between its parts a space, where white space is no part of it. -->
  <xsl:function name="fp:spell-name" as="xs:string">
    <xsl:param name="name" as="node()"/>
    <xsl:sequence select="
        normalize-space(
          if ($name/text()[normalize-space()]) then string($name)
          else if ($name/*) then string-join($name/* ! fp:spell-name(.), ' ')
          else string($name))"/>
  </xsl:function>

</xsl:stylesheet>

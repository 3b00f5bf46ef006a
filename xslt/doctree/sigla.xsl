<?xml version="1.0" encoding="UTF-8"?>
<!-- The sigla of witnesses and the names of emenders, as they are printed after a reading. -->
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
        f:doubt($reading),
        fp:sigla($reading/@wit/fp:split-sigla(.), $reading,
                 (f:remarks($reading), f:extents($reading))[f:is-on-siglum(., $reading)]),
        fp:hand-alone($reading),
        f:further-sources($reading),
        f:proposal($reading),
        fp:cause($reading)"/>
  </xsl:function>

  <!-- Why witnesses have a reading, as its editor sees it (parablepsis, dittography). -->
  <xsl:function name="fp:cause" as="node()*">
    <xsl:param name="reading" as="element()?"/>
    <xsl:for-each select="$reading[@wit[normalize-space()]]/@cause[normalize-space()][not(f:act(..))]">
      <xsl:text> </xsl:text>
      <inline classes="tei-cause tei-generated">({normalize-space(.)})</inline>
    </xsl:for-each>
  </xsl:function>

  <!-- By which hand a reading is of which no witness is named. -->
  <xsl:function name="fp:hand-alone" as="node()*">
    <xsl:param name="reading" as="element()?"/>
    <xsl:for-each select="$reading[not(@wit[normalize-space()])][@hand] ! f:stage-words(., '')">
      <xsl:text> </xsl:text>
      <inline classes="tei-stage tei-generated">{.}</inline>
    </xsl:for-each>
  </xsl:function>

  <!-- The witnesses that have the lemma, where the entry names those alone that have not. -->
  <xsl:function name="fp:support" as="node()*">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        fp:sigla($v:apparatus?support ! .(string($app/@src:anchor)) ! .?*, (), ())"/>
  </xsl:function>

  <!-- Sigla, each with its hand and stage, and with the remarks that are about its witness. -->
  <xsl:function name="fp:sigla" as="node()*">
    <xsl:param name="witnesses" as="xs:string*"/>
    <xsl:param name="reading" as="element()?"/>
    <xsl:param name="remarks" as="element()*"/>
    <!-- A reading may have a hundred witnesses, and most say nothing of hands and stages. -->
    <xsl:variable name="staged" as="element()?" select="$reading[self::rdg or self::lem][f:has-stage(.)]"/>
    <xsl:for-each select="$witnesses">
      <xsl:text> </xsl:text>
      <xsl:sequence select="fp:siglum(., if ($staged) then f:stage-marks($staged, .) else ())"/>
      <xsl:for-each select="if ($staged) then f:stage-words($staged, .) else ()">
        <xsl:text> </xsl:text>
        <inline classes="tei-stage tei-generated">{.}</inline>
      </xsl:for-each>
      <xsl:for-each select="$remarks[normalize-space(@wit) eq current()][not(f:is-stage(.))]">
        <xsl:text> </xsl:text>
        <inline classes="tei-generated">(</inline>
        <emphasis>
          <xsl:sequence select="f:attributes(.)"/>
          <xsl:apply-templates mode="m:inline"/>
          <xsl:sequence select="f:detail-type(.)"/>
          <xsl:if test="local-name() = $v:extents">
            <inline classes="tei-extent tei-generated">{f:word('extent ' || local-name())}</inline>
          </xsl:if>
        </emphasis>
        <inline classes="tei-generated">)</inline>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:function>

  <!-- The typography of each siglum that has some, by its pointer: arrays of words and looks. -->
  <xsl:variable name="fp:forms" as="map(*)" select="($v:apparatus?forms, map { })[1]"/>

  <!-- The siglum of a witness, with its typography; it leads to the list of witnesses. -->
  <xsl:function name="fp:siglum" as="element()">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="marks" as="xs:string*"/>
    <xsl:variable name="target" as="xs:string?" select="f:resolve($pointer)"/>
    <xsl:choose>
      <xsl:when test="$target">
        <tei_link classes="tei-siglum tei-generated">
          <xsl:sequence select="f:link-attribute($target), fp:spell-siglum($pointer, $marks)"/>
        </tei_link>
      </xsl:when>
      <xsl:otherwise>
        <tei_span classes="tei-siglum tei-generated">
          <xsl:sequence select="fp:spell-siglum($pointer, $marks)"/>
        </tei_span>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The letters of a siglum, what they are in plain text, and what is raised after them. -->
  <xsl:function name="fp:spell-siglum" as="node()+">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="marks" as="xs:string*"/>
    <xsl:variable name="plain" as="xs:string" select="($v:sigla($pointer), replace($pointer, '^.*#', ''))[1]"/>
    <xsl:variable name="phrases" as="array(*)*" select="$fp:forms($pointer)?*"/>
    <xsl:choose>
      <xsl:when test="empty($phrases) and empty($marks)">
        <xsl:value-of select="$plain"/>
      </xsl:when>
      <xsl:otherwise>
        <!-- A siglum that has the mark already (N², of the second hand) need not have it twice. -->
        <xsl:variable name="raised" as="xs:string" select="
            string-join($marks[not(ends-with(normalize-unicode($plain, 'NFKC'), .))])"/>
        <xsl:attribute name="plain" select="$plain || translate($raised, $fp:letters, $fp:raised)"/>
        <xsl:sequence select="
            if (exists($phrases)) then $phrases ! fp:dress(.(1), tokenize(.(2))) else fp:dress($plain, ())"/>
        <xsl:if test="$raised">
          <superscript>{$raised}</superscript>
        </xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Letters that Unicode has raised, for text without markup; `raising.py` has all of them. -->
  <xsl:variable name="fp:letters" as="xs:string" select="'0123456789abcdefghijklmnoprstuvwxyz'"/>
  <xsl:variable name="fp:raised" as="xs:string" select="'⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ'"/>

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

</xsl:stylesheet>

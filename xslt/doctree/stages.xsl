<?xml version="1.0" encoding="UTF-8"?>
<!-- By which hand, at what stage and where on its page a witness has a reading (TEI Guidelines,
     section 13.1): A², Aᵃᶜ, in mg. -->
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

  <!-- The stages of a correction, as @type calls them; `apparatus.py` has the same. -->
  <xsl:variable name="fp:before" as="xs:string" select="
      '^((ante|before|vor|avant|prima)[-_. ]*(corr\w*|korr\w*|c\.?)|a\.?[-_ ]?c\.?|firsthand)$'"/>
  <xsl:variable name="fp:after" as="xs:string" select="
      '^((post|after|nach|apr[eè]s|dopo)[-_. ]*(corr\w*|korr\w*|c\.?)|p\.?[-_ ]?c\.?|corr\w*)$'"/>

  <!-- The places on a page, as @place or @type calls them. -->
  <xsl:variable name="fp:places" as="map(xs:string, xs:string)+" select="
      map { 'place': 'above', 'said': '(^|\W)(above|supra|supralinear|interlinear|s\.?\s?l)(\W|$)' },
      map { 'place': 'below', 'said': '(^|\W)(below|infra|sublinear|i\.l\.)(\W|$)' },
      map { 'place': 'margin', 'said': '(^|\W)(margin\w*|marg|mg|in-?margin\w*|rand)(\W|$)' },
      map { 'place': 'erasure', 'said': '(^|\W)(erasure|ras|rasura|in-?ras\w*|rasur)(\W|$)' }"/>

  <!-- Whether a reading says anything of hands, stages or places. -->
  <xsl:function name="f:has-stage" as="xs:boolean" visibility="public">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        exists($reading/(@hand, @type, @place, @rend, @varSeq, add/(@place, @hand)))
        or exists($reading/ancestor::app[1]//witDetail[@type])"/>
  </xsl:function>

  <!-- What is raised behind a siglum: the hand that wrote the reading, its stage. -->
  <xsl:function name="f:stage-marks" as="xs:string*" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:if test="$reading">
      <xsl:sequence select="
          fp:hand-mark($reading, $pointer),
          fp:stage($reading, $pointer) ! (if (starts-with(., 'pc ')) then f:word('app pc') || substring(., 4)
                                          else f:word('app ' || .))"/>
    </xsl:if>
  </xsl:function>

  <!-- What is after a siglum: a hand that has no mark, a place on the page. -->
  <xsl:function name="f:stage-words" as="xs:string*" visibility="public">
    <xsl:param name="reading" as="element()?"/>
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:variable name="content" as="node()*" select="$reading/node()[self::* or normalize-space()]"/>
    <xsl:variable name="said" as="xs:string*" select="
        $reading/(@place, @type, @rend), $content[count($content) eq 1]/self::add/(@place, @rend),
        fp:details($reading, $pointer)/@type"/>
    <xsl:variable name="hands" as="xs:string*" select="fp:hands($reading)"/>
    <xsl:if test="exists($hands[not(. eq 'firsthand')]) and (not($pointer) or empty(fp:hand-mark($reading, $pointer)))">
      <xsl:sequence select="'(' || string-join($hands ! fp:name(., root($reading)), ', ') || ')'"/>
    </xsl:if>
    <xsl:sequence select="
        $fp:places[some $value in $said satisfies matches($value, ?said, 'i')]?place ! f:word('app ' || .)"/>
  </xsl:function>

  <!-- Whether a remark without words says by its type alone at what stage or where a reading is. -->
  <xsl:function name="f:is-stage" as="xs:boolean" visibility="public">
    <xsl:param name="remark" as="element()"/>
    <xsl:variable name="witnesses" as="xs:string*" select="f:reading-of($remark)/tokenize(@wit)"/>
    <!-- Without a siglum that it could be after, it is reported as it is. -->
    <xsl:sequence select="
        exists($remark[self::witDetail][not(normalize-space())]/@type)
        and exists($witnesses) and (not($remark/@wit) or tokenize($remark/@wit) = $witnesses)
        and (matches($remark/@type, $fp:before || '|' || $fp:after, 'i')
             or (some $place in $fp:places satisfies matches($remark/@type, $place?said, 'i')))"/>
  </xsl:function>

  <!-- What the type of a remark without words says. -->
  <xsl:function name="f:detail-type" as="element()?" visibility="public">
    <xsl:param name="remark" as="element()"/>
    <xsl:if test="$remark[self::witDetail][@type][not(normalize-space())][not(*)]">
      <inline classes="tei-generated">{$remark/@type}</inline>
    </xsl:if>
  </xsl:function>

  <!-- The remarks without words about what a witness has in a reading. -->
  <xsl:function name="fp:details" as="element()*">
    <xsl:param name="reading" as="element()?"/>
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:sequence select="
        f:remarks($reading)[f:is-stage(.)][not(@wit) or tokenize(@wit) = $pointer]"/>
  </xsl:function>

  <!-- The hands of a reading: its own, or that of the addition that is all of it. -->
  <xsl:function name="fp:hands" as="xs:string*">
    <xsl:param name="reading" as="element()?"/>
    <xsl:variable name="content" as="node()*" select="$reading/node()[self::* or normalize-space()]"/>
    <xsl:sequence select="
        ($reading/@hand, $content[count($content) eq 1]/self::add/@hand)[normalize-space()][1] ! tokenize(.)"/>
  </xsl:function>

  <!-- The mark of a hand: the siglum or number that its description has, or what its identifier
       adds to that of the witness; transcriptions of the New Testament name "corrector2". -->
  <xsl:function name="fp:hand-mark" as="xs:string?">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:variable name="ident" as="xs:string" select="replace(fp:hands($reading)[1], '^.*#', '')"/>
    <xsl:variable name="witness" as="xs:string" select="replace($pointer, '^.*#', '')"/>
    <xsl:variable name="found" as="element()?" select="key('id', $ident, root($reading))[1]"/>
    <xsl:variable name="named" as="xs:string*" select="
        ($found ! (@n, .//abbr[@type eq 'siglum']))[1] ! normalize-space()"/>
    <xsl:variable name="added" as="xs:string" select="
        ($named, if (starts-with($ident, $witness)) then $ident
                 else replace($ident, '^corrector(\d*)$', 'c$1')[. ne $ident], '')[1]"/>
    <xsl:variable name="mark" as="xs:string" select="
        replace(if (starts-with($added, $witness)) then substring-after($added, $witness) else $added,
                '^[-_.]', '')"/>
    <xsl:sequence select="$mark[string-length(.) = 1 to 3]"/>
  </xsl:function>

  <!-- The stage of a reading of a witness: before or after a correction; behind the latter, its
       number where there are several. Where @varSeq says so, another reading is of the same witness. -->
  <xsl:function name="fp:stage" as="xs:string?">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="pointer" as="xs:string"/>
    <!-- A hand that has a mark is that of a corrector without being called so again. -->
    <xsl:variable name="types" as="xs:string*" select="
        ($reading/@type, fp:details($reading, $pointer)/@type, fp:hands($reading)[. eq 'firsthand'])
          ! normalize-space()[not(matches(., '^corr', 'i') and exists(fp:hand-mark($reading, $pointer)))]"/>
    <xsl:variable name="app" as="element(app)?" select="$reading/ancestor::app[1]"/>
    <xsl:variable name="sequence" as="xs:integer*" select="
        sort(distinct-values(
          $app//(rdg | lem)[ancestor::app[1] is $app][tokenize(@wit) = $pointer]
            /@varSeq[. castable as xs:integer]/xs:integer(.)))"/>
    <xsl:variable name="place" as="xs:integer?" select="
        $reading/@varSeq[. castable as xs:integer] ! index-of($sequence, xs:integer(.))"/>
    <xsl:sequence select="
        if ($types[matches(., $fp:before, 'i')]) then 'ac'
        else if ($types[matches(., $fp:after, 'i')]) then 'pc'
        else if (empty($place) or count($sequence) lt 2) then ()
        else if ($place eq 1) then 'ac'
        else if (count($sequence) eq 2) then 'pc'
        else 'pc ' || ($place - 1)"/>
  </xsl:function>

</xsl:stylesheet>

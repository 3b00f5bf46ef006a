<?xml version="1.0" encoding="UTF-8"?>
<!-- The entries of the apparatus at the foot, in the classical form: place, lemma ] reading sigla;
     other readings (TEI Guidelines, chapter 13). -->
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

  <!-- JSON: how the apparatus is shown. `place`, `form`, `order` and `headings` are those of
       edition.toml; `labels` names the passage of each entry by its anchor; `ranks` the place of each
       witness, by its pointer, in the list of all; `support` the witnesses that read the lemma where
       the entry does not name them; `spaced` the pointers with spaces in them. -->
  <xsl:param name="apparatus" as="xs:string" select="'{}'"/>
  <!-- How the apparatus is shown, as a map. -->
  <xsl:variable name="v:apparatus" as="map(xs:string, item()*)" select="parse-json($apparatus)"/>

  <xsl:key name="app" match="app[@src:anchor]" use="@src:anchor"/>
  <xsl:key name="id" match="*[@xml:id]" use="@xml:id"/>
  <!-- Entries as apparatuses, one of each type, with their headings. -->
  <xsl:function name="f:apparatus" as="element()*" visibility="public">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:for-each-group select="$apps" group-by="fp:kind(.)">
      <xsl:sort select="fp:heading-rank(current-group()[1], current-grouping-key())"/>
      <container classes="tei-apparatus{current-grouping-key()[.]
          ! (' tei-type-' || replace(., '[^A-Za-z0-9_-]+', '-'))}">
        <xsl:variable name="heading" as="xs:string" select="fp:heading(current-group()[1], current-grouping-key())"/>
        <rubric>
          <xsl:attribute name="classes" select="
              'tei-generated', f:own-words(current-group()[1])[$heading = f:word('Apparatus')]"/>
          <xsl:text>{$heading}</xsl:text>
        </rubric>
        <tei_entries classes="tei-entries{$v:apparatus?layout[not(. = 'list')] ! (' tei-layout-' || .)}{
            $v:apparatus?marks[not(. = 'letters')] ! (' tei-marks-' || .)}">
          <xsl:iterate select="current-group()">
            <xsl:param name="last" as="xs:string" select="''"/>
            <!-- A dash says that an entry is not in the numbered passage of the one before it. -->
            <xsl:variable name="label" as="xs:string" select="
                (fp:label(., $context)[. ne ''], '–'[$last ne ''], '')[1]"/>
            <!-- In a paragraph of entries the page is named once. -->
            <xsl:variable name="page" as="xs:string" select="
                if (matches($last, '^[^,–]+, ')) then substring-before($last, ', ') || ', ' else ''"/>
            <xsl:apply-templates select="." mode="m:entry">
              <xsl:with-param name="context" select="$context" tunnel="yes"/>
              <xsl:with-param name="label" select="
                  $label[. ne $last] ! (if ($page and $v:apparatus?layout = 'run' and starts-with(., $page)
                                            and fp:has-line(current(), $context))
                                        then substring-after(., $page) else .)"/>
              <xsl:with-param name="is-first" select="position() eq 1"/>
            </xsl:apply-templates>
            <xsl:next-iteration>
              <xsl:with-param name="last" select="$label"/>
            </xsl:next-iteration>
          </xsl:iterate>
        </tei_entries>
      </container>
    </xsl:for-each-group>
  </xsl:function>

  <!-- Which apparatus an entry is of: its own type if that has a heading in edition.toml (others tell
       variants apart, not apparatuses), or that of its list; an entry in another is of the same. -->
  <xsl:function name="fp:kind" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="outer" as="element(app)" select="$app/ancestor-or-self::app[last()]"/>
    <xsl:sequence select="
        ($outer/@type[. = $v:apparatus?types?*], $outer/ancestor::listApp[@type][1]/@type, '')[1]
            ! normalize-space()"/>
  </xsl:function>

  <!-- What stands above an apparatus: what edition.toml says, else the heads of the lists. -->
  <xsl:function name="fp:heading" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="kind" as="xs:string"/>
    <xsl:variable name="head" as="xs:string?" select="
        $app/ancestor::listApp[head][1]/head[1]/fp:words(.)"/>
    <xsl:sequence select="
        ($v:apparatus?headings ! .($kind), $head[.], $kind[.], f:word('Apparatus'))[1]"/>
  </xsl:function>

  <!-- The place of an apparatus among those of a page: as edition.toml has them, where variants come
       first if they are not named; then those of lists, in the order of these. -->
  <xsl:function name="fp:heading-rank" as="xs:integer">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="kind" as="xs:string"/>
    <xsl:variable name="list" as="element(listApp)?" select="$app/ancestor::listApp[last()]"/>
    <xsl:variable name="configured" as="xs:string*" select="$v:apparatus?types?*"/>
    <xsl:sequence select="
        (index-of($configured, $kind),
         if ($kind eq '' and (exists($configured) or empty($list))) then 0 else (),
         1000 + count($list/preceding::listApp))[1]"/>
  </xsl:function>

  <!-- The line or passage in which the words of an entry stand. -->
  <xsl:function name="fp:label" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="line" as="xs:string?" select="$context?lines ! .(string($app/@src:anchor))"/>
    <xsl:sequence select="
        (fp:note-of($app, $context) ! ('n. ' || .),
         (: Without a lemma it is about the lines that it names. :)
         if ($app[@src:standing eq 'no-lemma']/@loc[matches(., '^\d+[a-z]?([-–]\d+[a-z]?)?$')])
         then $line ! replace(., '\d\S*$', replace($app/@loc, '-', '–'))
         else $line,
         'tit.'[exists(fp:words-of($app)[not(ancestor::listApp)]/ancestor::head[ancestor::text])],
         $v:apparatus?labels ! .(string($app/@src:anchor)), '')[1]"/>
  </xsl:function>

  <!-- Where the words of an entry are, or begin. -->
  <xsl:function name="fp:words-of" as="element()?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        if (f:is-located($app)) then key('fp:words', $app/@src:anchor, root($app))[1] else $app"/>
  </xsl:function>

  <!-- Whether the place of an entry is a line of the source, or a note, rather than a passage. -->
  <xsl:function name="fp:has-line" as="xs:boolean">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:sequence select="
        exists((fp:note-of($app, $context), $context?lines ! .(string($app/@src:anchor))))"/>
  </xsl:function>

  <!-- The number of the note in which the words of an entry stand. -->
  <xsl:function name="fp:note-of" as="xs:string?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:sequence select="
        fp:words-of($app)[not(ancestor::listApp)]/ancestor::note[1][f:is-footnote(.)]
          ! $context?notes(string(@src:anchor)) ! string()"/>
  </xsl:function>

  <!-- An entry: its place, its mark, the lemma, and what the other witnesses read. -->
  <xsl:template match="app" mode="m:entry" as="element(Q{}tei_entry)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="label" as="xs:string?" select="()"/>
    <xsl:param name="is-first" as="xs:boolean" select="false()"/>
    <xsl:variable name="lemma" as="element()?"
        select="if (f:is-located(.)) then f:own-lemma(.) else f:lemma(.)"/>
    <xsl:variable name="parts" as="element()*" select="* except $lemma"/>
    <xsl:variable name="is-block" as="xs:boolean" select="fp:holds-block-reading(.)"/>
    <tei_entry ids="{f:entry-id(., @src:anchor)}" classes="tei-entry{fp:type-class(.)}{' tei-begins'[$label or $is-first]}">
      <paragraph>
        <xsl:if test="$label">
          <inline classes="tei-entry-place{
              if ($label eq 'tit.' or exists(fp:note-of(., $context))) then ''
              else if (fp:has-line(., $context)) then ' tei-entry-line' else ' tei-entry-passage'} tei-generated">{$label}</inline>
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:sequence select="fp:back-link(., $context)"/>
        <xsl:variable name="quoted" as="node()*" select="fp:quote-lemma(., $lemma, $context)"/>
        <xsl:if test="not(f:is-mark($lemma)) and exists($quoted)">
          <inline classes="tei-entry-lemma">
            <xsl:sequence select="$quoted"/>
          </inline>
        </xsl:if>
        <xsl:variable name="is-after" as="xs:boolean" select="$v:apparatus?sigla = 'after'"/>
        <xsl:variable name="support" as="node()*" select="fp:support-of-lemma(., $lemma, $context)"/>
        <xsl:variable name="remarks" as="node()*" select="fp:remarks-on-lemma($lemma, $context)"/>
        <!-- Of a witness that the lemma does not name: it is said like a reading. -->
        <xsl:variable name="is-remark-apart" as="xs:boolean" select="
            not($v:apparatus?form = 'positive')
            and exists(f:remarks($lemma)[self::witDetail][@wit][not(tokenize(@wit) = $lemma/tokenize(@wit))])"/>
        <!-- What is said besides the lemma. -->
        <xsl:variable name="others" as="element()*" select="$parts[not(f:reading-of(.) is $lemma)]"/>
        <xsl:variable name="bracket" as="element()?">
          <xsl:if test="not(f:is-mark($lemma)) and ($lemma or normalize-space(string-join($quoted)))
                        and exists(($support[$is-after], $remarks, $others))">
            <inline classes="tei-generated">{($v:apparatus?bracket, ']')[1]}</inline>
          </xsl:if>
        </xsl:variable>
        <xsl:sequence select="
            if ($is-after) then ($bracket, $support, $remarks)
            else if (exists($others) and not($is-remark-apart)) then ($support, $remarks, $bracket)
            else ($support, $bracket, $remarks)"/>
        <xsl:if test="(f:is-mark($lemma) or $is-remark-apart or ($is-after and exists(($support, $remarks))))
                      and $parts/descendant-or-self::rdg">
          <inline classes="tei-generated">;</inline>
        </xsl:if>
        <xsl:if test="not($is-block)">
          <xsl:sequence select="fp:readings($parts, $lemma, $context)"/>
        </xsl:if>
      </paragraph>
      <xsl:if test="$is-block">
        <xsl:apply-templates select="fp:sort-parts($parts)" mode="m:entry-block">
          <xsl:with-param name="lemma" select="$lemma" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:if>
    </tei_entry>
  </xsl:template>

  <!-- Who has the lemma. -->
  <xsl:function name="fp:support-of-lemma" as="node()*">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="lemma" as="element()?"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="remarks" as="element()*" select="f:remarks($lemma)"/>
    <xsl:choose>
      <xsl:when test="f:is-mark($lemma)">
        <xsl:sequence select="f:tell-mark($lemma, fp:attribution($lemma), $context)"/>
      </xsl:when>
      <xsl:when test="$v:apparatus?form eq 'negative'">
        <!-- The witnesses of the lemma go without saying; who conjectured it does not. -->
        <xsl:sequence select="
            f:doubt($lemma), fp:sigla($remarks[fp:is-on-lemma(., $lemma)]/@wit/fp:split-sigla(.), $lemma, $remarks),
            f:proposal($lemma)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="fp:attribution($lemma), fp:support($app), f:tell-extents($lemma)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- What is said of the lemma as a whole. -->
  <xsl:function name="fp:remarks-on-lemma" as="node()*">
    <xsl:param name="lemma" as="element()?"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:apply-templates select="f:remarks($lemma)[not(fp:is-on-lemma(., $lemma) or f:is-stage(.))]" mode="m:remark">
      <xsl:with-param name="context" select="$context" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:function>

  <!-- Whether a remark is said with the siglum of a witness of the lemma, which a negative apparatus
       names for this alone. -->
  <xsl:function name="fp:is-on-lemma" as="xs:boolean">
    <xsl:param name="remark" as="element()"/>
    <xsl:param name="lemma" as="element()?"/>
    <xsl:sequence select="
        if ($v:apparatus?form eq 'negative')
        then exists($remark[self::witDetail][normalize-space(@wit) = $lemma/@wit/tokenize(.)])
             and not($remark/node()[f:is-block(.)])
        else f:is-on-siglum($remark, $lemma)"/>
  </xsl:function>

  <!-- The letter of an entry, which leads back to its words; nothing if they were not found. -->
  <xsl:function name="fp:back-link" as="node()*">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:if test="not(f:is-astray($app) and $app/ancestor::listApp)">
      <tei_link target="{$context?docname}#{$app/@src:anchor}"
          classes="tei-entry-mark tei-generated">{f:letter($app/@src:anchor, $context)}</tei_link>
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:function>

  <!-- The readings in the order that edition.toml asks for; a remark about one goes with it. -->
  <xsl:function name="fp:sort-parts" as="element()*">
    <xsl:param name="parts" as="element()*"/>
    <xsl:variable name="shown" as="element()*" select="$parts[empty(f:reading-of(.))]"/>
    <xsl:choose>
      <xsl:when test="$v:apparatus?order = ('witnesses', 'support')">
        <xsl:perform-sort select="$shown">
          <xsl:sort select="fp:reading-rank(.)"/>
        </xsl:perform-sort>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$shown"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The place of a reading: that of its first witness, or the more the more witnesses it has. -->
  <xsl:function name="fp:reading-rank" as="xs:double">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="witnesses" as="xs:string*" select="
        $reading/descendant-or-self::*[self::rdg or self::lem]/@wit/fp:split-sigla(.)"/>
    <xsl:sequence select="
        if (not($reading/(self::rdg | self::lem | self::rdgGrp | self::app))) then -1e9
        else if ($v:apparatus?order eq 'support') then -count($witnesses)
        else (min($witnesses ! $v:apparatus?ranks(.)), 1e9)[1]"/>
  </xsl:function>

  <!-- Readings in one line, separated by semicolons. -->
  <xsl:function name="fp:readings" as="node()*">
    <xsl:param name="parts" as="element()*"/>
    <xsl:param name="lemma" as="element()?"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:for-each select="fp:sort-parts($parts)">
      <xsl:apply-templates select="." mode="m:reading">
        <xsl:with-param name="lemma" select="$lemma" tunnel="yes"/>
        <xsl:with-param name="context" select="$context" tunnel="yes"/>
      </xsl:apply-templates>
      <xsl:if test="position() ne last()
                    and (self::rdg | self::lem | self::rdgGrp[descendant::rdg])">
        <inline classes="tei-generated">;</inline>
      </xsl:if>
    </xsl:for-each>
  </xsl:function>

  <!-- A reading, its words kept as they are marked, then its sigla and what is said of it. -->
  <xsl:template match="rdg | lem" mode="m:reading" as="node()*">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="lemma" as="element()?" tunnel="yes"/>
    <xsl:if test="not(. is $lemma)">
      <xsl:choose>
        <xsl:when test="f:is-mark(.)">
          <xsl:sequence select="f:tell-mark(., fp:attribution(.), $context)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:text> </xsl:text>
          <tei_span>
            <xsl:sequence select="f:attributes(.)"/>
            <xsl:apply-templates mode="m:inline"/>
            <xsl:sequence select="f:words-instead(., $context)"/>
          </tei_span>
          <xsl:sequence select="fp:attribution(.), f:tell-extents(.)"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates select="f:remarks(.)[not(f:is-on-siglum(., current()) or f:is-stage(.))]" mode="m:remark"/>
    </xsl:if>
  </xsl:template>

  <!-- A group of readings in one line. -->
  <xsl:template match="rdgGrp" mode="m:reading" as="node()+">
    <xsl:param name="lemma" as="element()?" tunnel="yes"/>
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <tei_span>
      <xsl:sequence select="f:attributes(.), fp:readings(* except $lemma, $lemma, $context)"/>
    </tei_span>
    <xsl:apply-templates select="f:remarks(.)" mode="m:remark"/>
  </xsl:template>

  <!-- Sigla as the source prints them, where the entry has the same ones already. -->
  <xsl:template match="wit[fp:repeats-sigla(.)]" mode="m:reading m:remark" priority="1" as="empty-sequence()"/>

  <!-- Whether a wit says no more than the sigla of its reading, or is the only one to name them. -->
  <xsl:function name="fp:repeats-sigla" as="xs:boolean">
    <xsl:param name="printed" as="element(wit)"/>
    <xsl:variable name="reading" as="element()?" select="f:reading-of($printed)"/>
    <xsl:variable name="named" as="xs:string*" select="
        $reading/@wit/fp:split-sigla(.) ! ($v:sigla(.), replace(., '^.*#', ''))"/>
    <xsl:sequence select="
        every $siglum in tokenize(normalize-space($printed), '[\s,;]+')[.] satisfies $siglum = $named"/>
  </xsl:function>

  <!-- What editors say about an entry or a witness, in italics; of whom, where it names somebody. -->
  <xsl:template match="note | witDetail | wit" mode="m:reading m:remark" as="node()+">
    <xsl:text>{if (matches(., '^\s*[,.;:)]')) then '' else ' '}</xsl:text>
    <emphasis>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:variable name="last" as="text()?" select="node()[last()][self::text()]"/>
      <xsl:variable name="end" as="node()*">
        <xsl:apply-templates select="$last" mode="m:inline"/>
      </xsl:variable>
      <xsl:apply-templates select="node() except $last" mode="m:inline"/>
      <!-- What follows may be a comma. -->
      <xsl:choose>
        <xsl:when test="$end/self::*">
          <xsl:sequence select="$end"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:text>{replace(string-join($end), '\s+$', '')}</xsl:text>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:sequence select="f:detail-type(.)"/>
    </emphasis>
    <xsl:if test="self::witDetail[not(@wit = f:reading-of(.)/@wit)]">
      <xsl:sequence select="fp:attribution(.)"/>
    </xsl:if>
  </xsl:template>

  <!-- Whatever else an entry may hold is said as well. -->
  <xsl:template match="*" mode="m:reading" priority="-1" as="node()*">
    <xsl:text> </xsl:text>
    <xsl:apply-templates select="." mode="m:inline"/>
  </xsl:template>

  <!-- The same where a reading holds blocks. -->
  <xsl:template match="rdg | lem" mode="m:entry-block" as="element()*">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="lemma" as="element()?" tunnel="yes"/>
    <xsl:if test="not(. is $lemma)">
      <container>
        <xsl:sequence select="f:attributes(.)"/>
        <xsl:sequence select="f:flow(node(), $context)"/>
        <paragraph>
          <xsl:sequence select="f:words-instead(., $context), fp:attribution(.), f:tell-extents(.)"/>
          <xsl:apply-templates mode="m:remark" select="
              f:remarks(.)[not(f:is-on-siglum(., current()))][not(node()[f:is-block(.)])]"/>
        </paragraph>
      </container>
      <xsl:apply-templates select="f:remarks(.)[node()[f:is-block(.)]]" mode="#current"/>
    </xsl:if>
  </xsl:template>

  <!-- A group of readings that hold blocks. -->
  <xsl:template match="rdgGrp" mode="m:entry-block" as="element()+">
    <container>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates select="fp:sort-parts(*)" mode="#current"/>
    </container>
    <xsl:apply-templates select="f:remarks(.)" mode="#current"/>
  </xsl:template>

  <!-- Whatever else an entry with blocks holds. -->
  <xsl:template match="*" mode="m:entry-block" priority="-1" as="element()">
    <xsl:call-template name="f:paragraph-or-container"/>
  </xsl:template>

  <xsl:function name="fp:type-class" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="string-join(f:classes($app)[starts-with(., 'tei-type-')] ! (' ' || .))"/>
  </xsl:function>

  <!-- Whether a reading besides the lemma holds blocks. -->
  <xsl:function name="fp:holds-block-reading" as="xs:boolean">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="some $reading in $app/(descendant::rdg | note)[ancestor::app[1] is $app]
        satisfies exists($reading/node()[f:is-block(.) or self::item[../item[2]]])"/>
  </xsl:function>

</xsl:stylesheet>

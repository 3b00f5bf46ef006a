<?xml version="1.0" encoding="UTF-8"?>
<!-- What is a block and what is inline; mixed content brought into the order docutils wants. -->
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

  <!-- What is described in them. -->
  <xsl:variable name="v:entities" as="xs:string+" select="
      $v:entries, 'witness'"/>

  <!-- The parts of the description of a manuscript that only hold other parts. -->
  <xsl:variable name="v:descriptions" as="xs:string+" select="
      'accMat', 'additional', 'additions', 'adminInfo', 'bindingDesc', 'binding', 'condition',
      'custodialHist', 'decoDesc', 'handDesc', 'history', 'layoutDesc', 'msContents', 'msDesc',
      'msFrag', 'msItem', 'msItemStruct', 'msPart', 'musicNotation', 'objectDesc', 'physDesc',
      'recordHist', 'scriptDesc', 'sealDesc', 'supportDesc', 'surrogates', 'typeDesc'"/>

  <!-- Elements that hold no text of their own: what is in them is a block, but for phrases. -->
  <xsl:variable name="v:structural" as="xs:string+" select="
      $v:divisions, $v:registers, $v:entities, $v:descriptions, 'annotationBlock', 'argument', 'back', 'body',
      'castGroup', 'castList', 'cit', 'closer', 'docTitle', 'epigraph', 'figure', 'floatingText',
      'front', 'group', 'lg', 'opener', 'performance', 'postscript', 'set', 'sp', 'spGrp',
      'standOff', 'superEntry', 'text', 'titlePage'"/>

  <!-- Elements of running text, wherever they stand. -->
  <xsl:variable name="v:phrases" as="xs:string+" select="
      $v:bibliographic, $v:lexical, $v:not-text, 'abbr', 'add', 'addName', 'address', 'addrLine', 'affiliation', 'alt', 'am', 'anchor', 'app',
      'att', 'author', 'c', 'catchwords', 'cb', 'choice', 'cl', 'code', 'corr', 'damage', 'damageSpan', 'date',
      'del', 'distinct', 'editor', 'email', 'emph', 'ex', 'expan', 'foreign', 'forename', 'formula',
      'fw', 'g', 'gap', 'gb', 'genName', 'geogFeat', 'geogName', 'gi', 'gloss', 'graphic', 'handShift', 'hi',
      'heraldry', 'ident', 'idno', 'lacunaEnd', 'listRelation', 'lacunaStart', 'lb', 'lem', 'locus',
      'locusGrp', 'm', 'measure', 'measureGrp',
      'media', 'mentioned', 'metamark', 'milestone', 'mod', 'name', 'noteGrp', 'nameLink', 'note', 'num', 'offset', 'orgName', 'orig', 'pb',
      'pc', 'persName', 'phr', 'placeName', 'ptr', 'rdg', 'rdgGrp', 'redo', 'ref', 'reg', 'restore',
      'retrace', 'roleName', 'rb', 'rs', 'rt', 'ruby', 's', 'secl', 'seal', 'secFol', 'seg', 'settlement', 'sic', 'signatures', 'eg', 'ellipsis', 'soCalled',
      'space', 'specDesc', 'stamp', 'subst', 'supplied', 'surname', 'surplus', 'tag', 'term', 'time', 'title',
      'unclear', 'undo', 'unit', 'val', 'w', 'watermark', 'wit', 'witDetail', 'witEnd', 'witStart'"/>

  <!-- What is in a text to say something of it; `tei.NOT_TEXT` says the same. -->
  <xsl:variable name="v:not-text" as="xs:string+" select="
      'alt', 'altGrp', 'binary', 'binaryObject', 'certainty', 'f', 'fLib', 'fs', 'fvLib', 'index', 'interp', 'interpGrp',
      'join', 'joinGrp', 'link', 'linkGrp', 'listTranspose', 'numeric', 'precision', 'respons', 'span', 'spanGrp',
      'string', 'substJoin', 'symbol', 'timeline', 'transpose', 'vColl', 'when'"/>

  <xsl:variable name="v:tei" as="xs:string" select="'http://www.tei-c.org/ns/1.0'"/>

  <!-- The parts of data that run on, with what `reader/separating.py` puts between them. -->
  <xsl:variable name="v:data" as="xs:string+" select="
      'age', 'altIdentifier', 'analytic', 'birth', 'bloc', 'biblFull', 'death', 'depth', 'dim', 'dimensions',
      'editionStmt', 'education', 'faith', 'floruit', 'geo', 'height', 'langKnowledge', 'langKnown',
      'location', 'monogr', 'msIdentifier', 'msName', 'nationality', 'occupation', 'postBox', 'postCode',
      'publicationStmt', 'residence', 'seriesStmt', 'sex', 'state', 'street', 'titleStmt', 'trait', 'width'"/>

  <!-- What descriptions of manuscripts, persons and verse hold besides, and is shown as its place asks. -->
  <xsl:variable name="v:described" as="xs:string+" select="
      'abstract', 'acquisition', 'authority', 'availability', 'caesura', 'change', 'climate', 'collation', 'colophon', 'custEvent',
      'decoNote', 'eventName', 'explicit',
      'filiation', 'finalRubric', 'foliation', 'gender', 'handNote', 'incipit', 'layout', 'licence', 'material',
      'notesStmt', 'objectIdentifier', 'objectName', 'objectType', 'origDate', 'origPlace', 'origin', 'provenance',
      'persPronouns', 'persona', 'population', 'relatedItem', 'relation', 'rhyme', 'rubric', 'scriptNote', 'socecStatus', 'source', 'summary', 'support', 'terrain', 'typeNote'"/>

  <!-- The parts of a bibliographic reference. -->
  <xsl:variable name="v:bibliographic" as="xs:string+" select="
      'biblScope', 'citedRange', 'collection', 'country', 'distributor', 'district', 'edition', 'extent', 'funder', 'imprint', 'institution',
      'meeting', 'principal', 'pubPlace', 'publisher', 'region', 'repository', 'resp', 'respStmt', 'series', 'sponsor', 'textLang'"/>

  <!-- The parts of a dictionary's entry that run on. -->
  <xsl:variable name="v:lexical" as="xs:string+" select="
      'case', 'colloc', 'def', 'etym', 'form', 'gen', 'gram', 'gramGrp', 'hom', 'hyph', 'iType',
      'lang', 'lbl', 'mood', 'number', 'orth', 'oRef', 'oVar', 'per', 'pos', 'pRef', 'pron', 'pVar',
      're', 'sense', 'stress', 'subc', 'syll', 'tns', 'usg', 'xr'"/>

  <!-- Whether a node must be a block: by its name, by its place, or by what it holds. -->
  <xsl:function name="f:is-block" as="xs:boolean" visibility="public">
    <xsl:param name="node" as="node()"/>
    <xsl:choose>
      <xsl:when test="not($node instance of element()) or $node/(self::note | self::src:lemma | self::src:separator)">
        <xsl:sequence select="false()"/>
      </xsl:when>
      <xsl:when test="local-name($node) = $v:blocks or $node/@src:displayed">
        <xsl:sequence select="true()"/>
      </xsl:when>
      <xsl:when test="$node/(self::app | self::choice | self::src:reading)">
        <xsl:sequence select="fp:holds-block($node)"/>
      </xsl:when>
      <xsl:when test="local-name($node/fp:parent(.)) = $v:structural
                      and not(local-name($node) = $v:phrases)">
        <xsl:sequence select="true()"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="fp:holds-block($node)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Whether a block stands anywhere inside, in what the reading text has: notes, readings besides
       the lemma and hidden sides left out. -->
  <xsl:function name="fp:holds-block" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="shown" as="element()*" select="
        if ($node/self::app) then f:lemma($node)
        else if ($node/self::choice) then f:side($node)
        else $node/*[not(self::note)]"/>
    <xsl:sequence select="
        some $child in $shown satisfies
          (local-name($child) = $v:blocks or $child/@src:displayed or fp:holds-block($child))"/>
  </xsl:function>

  <!-- The head that is the title of what begins with it; milestones may be before it. -->
  <xsl:function name="f:title-head" as="element(head)?" visibility="public">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:sequence select="
        $nodes[self::text()[normalize-space()]
               or self::*[not(local-name() = ($v:breaks, 'anchor'))]][1][self::head]"/>
  </xsl:function>

  <!-- The parent that counts: readings and choices are only wrappers. -->
  <xsl:function name="fp:parent" as="element()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node/ancestor::*[not(self::app | self::lem | self::rdg | self::rdgGrp
        | self::choice | self::add | self::supplied)][1]"/>
  </xsl:function>

  <!-- Mixed content as blocks: runs of text become paragraphs, lines of verse line blocks. -->
  <xsl:function name="f:flow" as="element()*" visibility="public">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:for-each-group select="$nodes" group-adjacent="fp:sort-of-node(.)">
      <xsl:choose>
        <xsl:when test="current-grouping-key() eq 'block'">
          <xsl:apply-templates select="current-group()" mode="m:block">
            <xsl:with-param name="context" select="$context" tunnel="yes"/>
          </xsl:apply-templates>
        </xsl:when>
        <xsl:when test="current-grouping-key() eq 'line'">
          <line_block>
            <xsl:sequence select="f:lines(current-group(), $context)"/>
          </line_block>
        </xsl:when>
        <xsl:when test="fp:is-empty-run(current-group())"/>
        <xsl:otherwise>
          <xsl:variable name="is-aside" as="xs:boolean" select="
              every $node in current-group() satisfies fp:is-aside($node)"/>
          <xsl:variable name="content" as="node()*">
            <xsl:apply-templates select="current-group()" mode="m:inline">
              <xsl:with-param name="context" select="$context" tunnel="yes"/>
            </xsl:apply-templates>
          </xsl:variable>
          <xsl:if test="not($is-aside and empty($content[. instance of element() or normalize-space()]))">
            <paragraph>
              <xsl:if test="$is-aside">
                <xsl:attribute name="classes" select="'tei-aside'"/>
              </xsl:if>
              <xsl:sequence select="$content"/>
            </paragraph>
          </xsl:if>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <!-- An element with mixed content: one paragraph where it can be, else a container. -->
  <xsl:template name="f:paragraph-or-container" as="element()">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:param name="classes" as="xs:string*" select="()"/>
    <xsl:variable name="attributes" as="attribute()*"
        select="f:attributes(., $classes), f:line(., $context?line), f:passage(., $context)"/>
    <xsl:choose>
      <xsl:when test="exists(node()[f:is-block(.)])">
        <container>
          <xsl:sequence select="$attributes"/>
          <xsl:sequence select="f:begin-with-number(f:flow(node(), $context), f:number(., $context))"/>
        </container>
      </xsl:when>
      <xsl:otherwise>
        <paragraph>
          <xsl:sequence select="$attributes, f:number(., $context)"/>
          <xsl:apply-templates mode="m:inline"/>
        </paragraph>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What makes a passage an object that other pages can refer to: its xml:id, since a counted
       anchor is another's when something is put before it. -->
  <xsl:function name="f:passage" as="attribute()*" visibility="public">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:if test="$element/@xml:id = $element/@src:anchor and not($v:is-witness)">
      <xsl:attribute name="tei_object" select="'passage'"/>
      <xsl:attribute name="tei_key" select="$context?text || '#' || $element/@src:anchor"/>
    </xsl:if>
  </xsl:function>

  <!-- The marks of the source directly before a row or an item, such as page breaks: they are shown
       in it, since nothing may be between two of them. -->
  <xsl:function name="f:marks-before" as="element()*" visibility="public">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="before" as="node()?" select="$node/preceding-sibling::node()[1][fp:is-mark(.)]"/>
    <xsl:sequence select="$before ! f:marks-before(.), $before[self::*]"/>
  </xsl:function>

  <!-- The same after the last row or item. -->
  <xsl:function name="f:marks-after" as="element()*" visibility="public">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="after" as="node()?" select="$node/following-sibling::node()[1][fp:is-mark(.)]"/>
    <xsl:sequence select="$after[self::*], $after ! f:marks-after(.)"/>
  </xsl:function>

  <!-- Whether a node is a place in the source, or nothing at all. -->
  <xsl:function name="fp:is-mark" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        local-name($node) = ($v:breaks, 'anchor', 'fw')
        or not($node instance of element() or normalize-space($node)[$node instance of text()])"/>
  </xsl:function>

  <!-- How a node goes into the flow: a block, a line of verse, or running text. -->
  <xsl:function name="fp:sort-of-node" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="around" as="element()*" select="
        $node[self::text()[not(normalize-space())] or local-name() = $v:breaks]
        /(preceding-sibling::*[not(local-name() = $v:breaks)][1],
          following-sibling::*[not(local-name() = $v:breaks)][1])"/>
    <xsl:sequence select="
        if ($node/self::l[not(fp:holds-block(.))]
            or count($around/self::l[not(fp:holds-block(.))]) eq 2) then 'line'
        else if (f:is-block($node)) then 'block'
        else 'inline'"/>
  </xsl:function>

  <!-- A run that says nothing: white space and comments, but not an element. -->
  <xsl:function name="fp:is-empty-run" as="xs:boolean">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:sequence select="
        every $node in $nodes satisfies
          ($node instance of comment() or $node instance of processing-instruction()
           or $node/self::src:separator
           or ($node instance of text() and not(normalize-space($node))))"/>
  </xsl:function>

  <!-- What is between blocks without being text: breaks, anchors, notes. -->
  <xsl:function name="fp:is-aside" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        not($node instance of text() and normalize-space($node))
        and not($node instance of element()
                and not(local-name($node) = ($v:breaks, $v:not-text, 'anchor', 'fw', 'handShift', 'listRelation', 'moved', 'note')))"/>
  </xsl:function>

</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- Parameters, typed values and functions that every other module may use; importable alone. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:v="urn:tei-edition:value"
    xmlns:p="urn:tei-edition:problem"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <xsl:include href="languages.xsl"/>
  <xsl:include href="words.xsl"/>

  <!-- Whether the reading text shows corrections rather than errors. -->
  <xsl:param name="corrected" as="xs:string" select="'true'"/>
  <!-- Whether the reading text shows regularised rather than original spellings. -->
  <xsl:param name="regularised" as="xs:string" select="'true'"/>
  <!-- Whether the reading text shows expansions rather than abbreviations. -->
  <xsl:param name="expanded" as="xs:string" select="'true'"/>
  <!-- Every how many lines the number of a line is shown; 0 for none. -->
  <xsl:param name="line-numbers" as="xs:string" select="'5'"/>
  <!-- JSON: for each numbered passage, by its anchor, its number and what its link is called. -->
  <xsl:param name="numbers" as="xs:string" select="'{}'"/>
  <!-- The stage of writing that is the reading text: last or first. -->
  <xsl:param name="stage" as="xs:string" select="'last'"/>
  <!-- Whether the lines of the source are kept: source or running. -->
  <xsl:param name="lines" as="xs:string" select="'running'"/>
  <!-- JSON: what the edition's own values of @rend look like, in the words of our style sheets. -->
  <xsl:param name="renditions" as="xs:string" select="'{}'"/>
  <!-- JSON: where each pointer of this file leads; a page and anchor, or an address. -->
  <xsl:param name="targets" as="xs:string" select="'{}'"/>
  <!-- JSON: what each pointer of this file leads to, in words for one that has none. -->
  <xsl:param name="pointer-words" as="xs:string" select="'{}'"/>
  <!-- JSON: for each pointer of a name that has an entry in a register, its target and card. -->
  <xsl:param name="names" as="xs:string" select="'{}'"/>
  <!-- JSON: the siglum for each pointer to a witness. -->
  <xsl:param name="sigla" as="xs:string" select="'{}'"/>
  <!-- JSON: where each dating, by its anchor, is in the chronology. -->
  <xsl:param name="days" as="xs:string" select="'{}'"/>
  <!-- JSON: for each date in a known calendar, by its anchor, its day in the other one:
       an object with `style` (new or old) and `words`. -->
  <xsl:param name="calendars" as="xs:string" select="'{}'"/>
  <!-- JSON: the pages to be made; an array of objects with anchor, docname, title, text, line,
       parts (docnames), downloads (objects with file and label), named (who is named on the
       page: objects with title, register, more and entries, which have target, name, dates),
       witnesses (objects with siglum and docname of the same page as they have it), parallels (for
       each, the texts to choose from: objects with label and docname), and for a page of a witness its base (the docname of the page of the text). -->
  <xsl:param name="pages" as="xs:string" select="'[]'"/>
  <!-- JSON: for each @url of a picture that is in the edition, its address in the site. -->
  <xsl:param name="pictures" as="xs:string" select="'{}'"/>

  <!-- JSON: the images beside the text; `pages` has those of each page by its docname, and `breaks`
       the path in the site of the picture of each break by its anchor, `viewer` that of the viewer of
       images (pages/image_column.py). -->
  <xsl:param name="images" as="xs:string" select="'{}'"/>

  <!-- The images beside the text, and the pictures of breaks. -->
  <xsl:variable name="v:images" as="map(xs:string, item())" select="parse-json($images)"/>
  <!-- What the edition's own values of @rend look like. -->
  <xsl:variable name="v:renditions" as="map(xs:string, xs:string)" select="parse-json($renditions)"/>
  <!-- Where each pointer of this file leads: a page and anchor, or an address. -->
  <xsl:variable name="v:targets" as="map(xs:string, xs:string)" select="parse-json($targets)"/>
  <!-- What each pointer of this file leads to, in words. -->
  <xsl:variable name="v:pointer-words" as="map(xs:string, xs:string)" select="parse-json($pointer-words)"/>
  <!-- The entry that each pointer of a name leads to: `target` and `card`. -->
  <xsl:variable name="v:names" as="map(xs:string, map(*))" select="parse-json($names)"/>
  <!-- The siglum for each pointer to a witness. -->
  <xsl:variable name="v:sigla" as="map(xs:string, xs:string)" select="parse-json($sigla)"/>
  <!-- The number of each numbered passage, by its anchor, and what its link is called. -->
  <xsl:variable name="v:numbers" as="map(xs:string, array(xs:string))" select="parse-json($numbers)"/>
  <!-- Where each dating, by its anchor, is in the chronology. -->
  <xsl:variable name="v:days" as="map(xs:string, xs:string)" select="parse-json($days)"/>
  <!-- The day of each date in the other calendar, by its anchor: `style` and `words`. -->
  <xsl:variable name="v:calendars" as="map(xs:string, map(*))" select="parse-json($calendars)"/>
  <!-- The pages to be made. -->
  <xsl:variable name="v:pages" as="array(map(*))" select="parse-json($pages)"/>
  <!-- The address in the site of each picture that is in the edition, by its @url. -->
  <xsl:variable name="v:pictures" as="map(xs:string, xs:string)" select="parse-json($pictures)"/>
  <!-- Every how many lines the number of a line is shown; 0 for none. -->
  <xsl:variable name="v:line-numbers" as="xs:integer" select="xs:integer($line-numbers)"/>
  <!-- The sides of choices that the reading text shows. -->
  <xsl:variable name="v:shown" as="xs:string+" select="
      if ($corrected eq 'true') then 'corr' else 'sic',
      if ($regularised eq 'true') then 'reg' else 'orig',
      if ($expanded eq 'true') then ('expan', 'ex') else ('abbr', 'am')"/>

  <!-- Every anchor, so that the ids that we add can give way. -->
  <xsl:key name="anchor" match="*[@src:anchor]" use="@src:anchor"/>
  <!-- What belongs to a page that holds only some of its division's children. -->
  <xsl:key name="content" match="*[@src:in]" use="@src:in"/>
  <!-- What the header says of renditions. -->
  <xsl:key name="rendition" match="rendition" use="@xml:id"/>
  <!-- What it says of all elements of a name. -->
  <xsl:key name="default" match="rendition" use="
      @selector/tokenize(., ',')[matches(., '^\s*[A-Za-z]+\s*$')] ! normalize-space(),
      @xml:id ! key('rendered', ., root(current()))/@gi/string()"/>
  <xsl:key name="rendered" match="tagUsage" use="@rendition/tokenize(.)[starts-with(., '#')] ! substring(., 2)"/>
  <!-- The divisions that are pages. -->
  <xsl:key name="unit" match="*[@src:unit]" use="@src:unit"/>

  <!-- Where a pointer of the text leads: "page#anchor", an absolute address, or nothing. -->
  <xsl:function name="f:resolve" as="xs:string?" visibility="public">
    <xsl:param name="pointer" as="xs:string?"/>
    <xsl:sequence select="$v:targets($pointer)"/>
  </xsl:function>

  <!-- Where the first pointer of an element's @ref, @target, @cRef or @key leads, if it leads
       anywhere. -->
  <xsl:function name="f:target" as="xs:string?" visibility="public">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        (for $pointer in ($element/@ref/tokenize(.), $element/@target/tokenize(.),
                          $element/@cRef ! ('cRef ' || normalize-space(.)),
                          $element/@key/normalize-space()[$element[not(@ref)]])
         return f:resolve($pointer))[1]"/>
  </xsl:function>

  <!-- The entries that the pointers of a name lead to, each once: target and card. -->
  <xsl:function name="f:entries" as="map(*)*" visibility="public">
    <xsl:param name="name" as="element()"/>
    <xsl:variable name="found" as="map(*)*" select="
        for $pointer in ($name/@ref/tokenize(.), $name/@key/normalize-space()[$name[not(@ref)]],
                         $name/@nymRef/tokenize(.))
        return $v:names($pointer)"/>
    <xsl:for-each-group select="$found" group-by="string(?target)">
      <xsl:sequence select="current-group()[1]"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- The attribute that makes a link of a target: `uri` for an address, else `target`. -->
  <xsl:function name="f:link-attribute" as="attribute()?" visibility="public">
    <xsl:param name="target" as="xs:string?"/>
    <xsl:choose>
      <xsl:when test="empty($target)"/>
      <xsl:when test="matches($target, '^[A-Za-z][A-Za-z0-9+.-]*:')">
        <xsl:attribute name="uri" select="$target"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:attribute name="target" select="$target"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The attributes that every node made of an element has: ids and classes. -->
  <xsl:function name="f:attributes" as="attribute()*" visibility="public">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="f:attributes($element, ())"/>
  </xsl:function>

  <!-- The same, with further classes. -->
  <xsl:function name="f:attributes" as="attribute()*" visibility="public">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="more" as="xs:string*"/>
    <xsl:if test="$element/@src:anchor">
      <xsl:attribute name="ids" select="$element/@src:anchor"/>
    </xsl:if>
    <xsl:attribute name="classes" select="f:classes($element), $more"/>
  </xsl:function>

  <!-- The classes of an element: its name, type, rendition and language. -->
  <xsl:function name="f:classes" as="xs:string+" visibility="public">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        (: An entry of the apparatus is called tei-entry; one of a dictionary must not be. :)
        'tei-' || (if ($element/self::entry) then 'dictionary-entry' else local-name($element)),
        $element/@type/('tei-type-' || fp:token(.)),
        $element/@rend/tokenize(.) ! ('tei-rend-' || fp:token(.)),
        $element/@rend/tokenize(.) ! $v:renditions(.) ! tokenize(.) ! ('tei-rend-' || .),
        $element/@rend/tokenize(.)[matches(., '^indent\(?-?[1-9]\)?$')]
          ! ('tei-indent-' || replace(., '[^0-9]', '')),
        $element[@rendition or @style or exists(fp:defaults(.))]/fp:looks(.) ! ('tei-rend-' || .),
        f:turned($element/@src:written),
        $element/@place/tokenize(.) ! ('tei-place-' || fp:token(.)),
        $element[$stage eq 'first']/('tei-read'[$element/self::del], 'tei-unread'[$element/self::add]),
        $element/@xml:lang/f:language-classes(.),
        'ltr'[fp:turns-rightward($element)]"/>
  </xsl:function>

  <!-- Whether a script from left to right is in a text, or on a page, from right to left. -->
  <xsl:function name="fp:turns-rightward" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/@xml:lang) and not(f:language-classes($element/@xml:lang) = 'rtl')
        and (if ($element/ancestor::*/@xml:lang)
             then ($element/ancestor::*/@xml:lang ! f:language-classes(.)) = 'rtl'
             else $v:words('')?direction = 'rtl')"/>
  </xsl:function>

  <!-- The classes of what the edition itself says within a text of another language: that of its
       words, and their direction if the text runs the other way. -->
  <xsl:function name="f:own-words" as="xs:string*" visibility="public">
    <xsl:param name="element" as="element()?"/>
    <xsl:variable name="around" as="xs:string?" select="$element/ancestor-or-self::*[@xml:lang][1]/@xml:lang"/>
    <xsl:variable name="own" as="xs:string?" select="$v:words('')?language"/>
    <xsl:if test="$own and $around
        and tokenize(f:browser-language($around), '-')[1] ne tokenize($own, '-')[1]">
      <xsl:variable name="is-leftward" as="xs:boolean" select="f:language-classes($around) = 'rtl'"/>
      <xsl:sequence select="
          'language-' || $own,
          string($v:words('')?direction)[($is-leftward and . = 'ltr') or (not($is-leftward) and . = 'rtl')]"/>
    </xsl:if>
  </xsl:function>

  <!-- The classes that tell a language, and the direction of its script. -->
  <xsl:function name="f:language-classes" as="xs:string*" visibility="public">
    <xsl:param name="language" as="xs:string"/>
    <xsl:if test="matches($language, '^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$')">
      <xsl:sequence select="'language-' || f:browser-language($language)"/>
      <xsl:variable name="script" as="xs:string?"
          select="tokenize($language, '-')[matches(., '^[A-Za-z]{4}$')][1] ! lower-case(.)"/>
      <xsl:if test="if ($script) then $script = $v:leftward-scripts
                    else lower-case(tokenize($language, '-')[1]) = $v:leftward-languages">rtl</xsl:if>
    </xsl:if>
  </xsl:function>

  <!-- What the header says of all elements of a name. -->
  <xsl:function name="fp:defaults" as="element(rendition)*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        root($element)[. instance of document-node()] ! key('default', local-name($element), .)"/>
  </xsl:function>

  <!-- What CSS in @style, and in the renditions of the header that @rendition names, asks for, as
       far as our style sheets have a word for it (TEI Guidelines, section 1.3.1.1.3). -->
  <xsl:function name="fp:looks" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="css" as="xs:string" select="
        string-join(($element/@style,
          fp:defaults($element)[(@scheme, 'css')[1] = 'css'],
          $element/@rendition/tokenize(.) ! key('rendition', substring-after(., '#'),
              root($element))[(@scheme, 'css')[1] = 'css']), ';') => lower-case()"/>
    <xsl:sequence select="
        map:for-each($v:looks, function($look, $pattern) {
          if (matches($css, $pattern)) then $look else () }) => sort()"/>
  </xsl:function>

  <!-- The looks that our style sheets have a word for, each with the CSS that asks for it. -->
  <xsl:variable name="v:looks" as="map(xs:string, xs:string)" select="map {
      'bold': 'font-weight\s*:\s*(bold|[6-9]00)', 'italic': 'font-style\s*:\s*(italic|oblique)',
      'smallcaps': 'font-variant(-caps)?\s*:\s*(all-)?small-caps',
      'uppercase': 'text-transform\s*:\s*uppercase',
      'underline': 'text-decoration(-line)?\s*:\s*underline',
      'strikethrough': 'text-decoration(-line)?\s*:\s*line-through',
      'spaced': 'letter-spacing\s*:\s*\.?[0-9]', 'center': 'text-align\s*:\s*center',
      'right': 'text-align\s*:\s*(right|end)', 'sup': 'vertical-align\s*:\s*super',
      'sub': 'vertical-align\s*:\s*sub', 'large': 'font-size\s*:\s*(x*-?larger?|1[1-9][0-9]%)',
      'vertical': 'writing-mode\s*:\s*(vertical-rl|tb(-rl)?\s*(;|$))',
      'vertical-lr': 'writing-mode\s*:\s*(vertical-lr|tb-lr)',
      'small': 'font-size\s*:\s*(x*-?small(er)?|[5-9][0-9]%)' }"/>

  <!-- Where a block's start tag stands, counted from the first line of its page. -->
  <xsl:function name="f:line" as="attribute()?" visibility="public">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="first" as="xs:integer?"/>
    <xsl:variable name="line" as="xs:integer?"
        select="$element/@src:pos/xs:integer(substring-before(., ':')) - ($first - 1)"/>
    <xsl:if test="$line gt 0">
      <xsl:attribute name="line" select="$line"/>
    </xsl:if>
  </xsl:function>

  <!-- An id that we add to the page: the wish, or the wish with signs after it if it is taken. -->
  <xsl:function name="f:free-id" as="xs:string" visibility="public">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="wish" as="xs:string"/>
    <xsl:sequence select="
        if (exists(key('anchor', $wish, root($node)))) then f:free-id($node, $wish || '-')
        else $wish"/>
  </xsl:function>

  <!-- Speaks to the program: a problem with its code and place. -->
  <xsl:template name="f:problem" as="empty-sequence()">
    <xsl:param name="node" as="element()"/>
    <xsl:param name="code" as="xs:string"/>
    <xsl:param name="message" as="xs:string"/>
    <xsl:param name="hint" as="xs:string" select="''"/>
    <xsl:message>
      <p:problem code="{$code}" hint="{$hint}" pos="{$node/@src:pos}"
          file="{$node/ancestor-or-self::*[@src:file][1]/@src:file}">{$message}</p:problem>
    </xsl:message>
  </xsl:template>

  <!-- A value of the text as part of a class name. -->
  <xsl:function name="fp:token" as="xs:string">
    <xsl:param name="value" as="xs:string"/>
    <xsl:sequence select="replace(normalize-space($value), '[^A-Za-z0-9_-]+', '-')"/>
  </xsl:function>

</xsl:stylesheet>

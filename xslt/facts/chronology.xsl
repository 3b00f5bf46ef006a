<?xml version="1.0" encoding="UTF-8"?>
<!-- Facts to the page of the chronology. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <!-- The chronology: a picture, then a row a time, under headings or on pages where there are many. -->
  <xsl:template match="x:chronology" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-chronology">
      <title>{@title}</title>
      <xsl:apply-templates select="x:picture"/>
      <xsl:sequence select="fp:periods(.)"/>
      <xsl:sequence select="fp:filters(.)"/>
      <xsl:sequence select="fp:times(x:time)"/>
      <xsl:apply-templates select="x:age"/>
      <xsl:where-populated>
        <section ids="{fp:free-id('unplaced', root())}" classes="tei-age tei-filter-group">
          <xsl:if test="x:unplaced">
            <title classes="tei-generated">{f:word('unplaced times')}</title>
            <bullet_list>
              <xsl:apply-templates select="x:unplaced"/>
            </bullet_list>
          </xsl:if>
        </section>
      </xsl:where-populated>
      <xsl:if test=".//x:term[@computed = 'true' or contains(., '[')]">
        <paragraph classes="tei-key">{f:word('computed times')}</paragraph>
      </xsl:if>
      <xsl:if test=".//x:time[(x:term | x:otherwise)/@calendar = 'islamic']">
        <paragraph classes="tei-key">{f:word('islamic times')}</paragraph>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- Links to the pages of periods, which the page of all has in its contents. -->
  <xsl:function name="fp:periods" as="element()*">
    <xsl:param name="page" as="element(x:chronology)"/>
    <xsl:if test="$page/x:period">
      <paragraph classes="tei-letters tei-offer">
        <xsl:if test="$page/@up">
          <tei_link target="{$page/@up}">{f:word('Chronology')}</tei_link>
          <xsl:text>: </xsl:text>
        </xsl:if>
        <xsl:for-each select="$page/x:period">
          <xsl:if test="position() gt 1"> · </xsl:if>
          <xsl:choose>
            <xsl:when test="@docname eq $page/@docname">{@label}</xsl:when>
            <xsl:otherwise>
              <tei_link target="{@docname}">{@label}</tei_link>
            </xsl:otherwise>
          </xsl:choose>
          <inline classes="tei-count"> ({@number})</inline>
        </xsl:for-each>
      </paragraph>
      <xsl:if test="not($page/@up)">
        <toctree entries="{$page/x:period/@docname}" maxdepth="1" hidden="1"/>
      </xsl:if>
    </xsl:if>
  </xsl:function>

  <!-- The times of some years under their heading. -->
  <xsl:template match="x:age" as="element(section)">
    <section ids="{fp:free-id('age-' || count(preceding-sibling::x:age) + 1, root())}" classes="tei-age tei-filter-group">
      <title classes="tei-generated">{@label}</title>
      <xsl:sequence select="fp:times(x:time)"/>
    </section>
  </xsl:template>

  <!-- Times as a table: a column a calendar, then what is dated. -->
  <xsl:function name="fp:times" as="element(table)?">
    <xsl:param name="times" as="element(x:time)*"/>
    <xsl:if test="exists($times)">
      <xsl:variable name="calendars" as="xs:string*" select="root($times[1])/*/x:calendar/@name"/>
      <table classes="tei-chronology-table colwidths-given longtable">
        <tgroup cols="{count($calendars) + 1}">
          <xsl:for-each select="$calendars">
            <colspec colwidth="22"/>
          </xsl:for-each>
          <colspec colwidth="{100 - 22 * min((3, count($calendars)))}"/>
          <thead>
            <row>
              <xsl:sequence select="
                $calendars ! fp:head-entry(f:word(.)),
                fp:head-entry(f:word('dated'))"/>
            </row>
          </thead>
          <tbody>
            <xsl:apply-templates select="$times"/>
          </tbody>
        </tgroup>
      </table>
    </xsl:if>
  </xsl:function>

  <!-- A time in every calendar, beside the first thing that is dated to it. -->
  <xsl:template match="x:time" as="element(row)*">
    <xsl:variable name="time" as="element(x:time)" select="."/>
    <xsl:variable name="dated" as="element()+" select="x:life | x:mention"/>
    <row>
      <xsl:for-each select="root()/*/x:calendar">
        <entry>
          <xsl:sequence select="fp:rows-below(count($dated) - 1)"/>
          <paragraph>
            <xsl:choose>
              <xsl:when test="position() = 1">
                <tei_span ids="{$time/@anchor}" classes="tei-day">
                  <xsl:apply-templates select="$time/x:term[@calendar = current()/@name]"/>
                </tei_span>
              </xsl:when>
              <xsl:otherwise>
                <xsl:apply-templates select="$time/x:term[@calendar = current()/@name]"/>
              </xsl:otherwise>
            </xsl:choose>
          </paragraph>
          <xsl:if test="position() = 1">
            <xsl:apply-templates select="$time/x:otherwise"/>
          </xsl:if>
        </entry>
      </xsl:for-each>
      <entry>
        <xsl:apply-templates select="$dated[1]"/>
      </entry>
    </row>
    <xsl:apply-templates select="$dated[position() gt 1]" mode="m:register-row"/>
  </xsl:template>

  <!-- A time in one calendar, in brackets where it is computed. -->
  <xsl:template match="x:term" as="node()">
    <xsl:choose>
      <xsl:when test="@computed = 'true'">
        <inline classes="tei-computed">[{.}]</inline>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What another calendar says, as it is given. -->
  <xsl:template match="x:otherwise" as="element(paragraph)">
    <xsl:variable name="label" as="xs:string?" select="
      (@calendar/f:word(.), @label[normalize-space()])[1]"/>
    <paragraph classes="tei-otherwise">{string-join(($label, string()), ': ')}</paragraph>
  </xsl:template>

  <!-- A dating that cannot be placed: its calendar, then its words. -->
  <xsl:template match="x:unplaced" as="element(list_item)">
    <list_item>
      <xsl:apply-templates select="x:time/x:otherwise, x:time/(x:mention | x:life)"/>
    </list_item>
  </xsl:template>

  <!-- A further thing of the same time, in a separate row: a tall row would not fit a printed page. -->
  <xsl:template match="x:mention | x:life" mode="m:register-row" as="element(row)">
    <row>
      <entry>
        <xsl:apply-templates select="."/>
      </entry>
    </row>
  </xsl:template>

  <!-- A dating of the text: its words, and how sure and how long it is. -->
  <xsl:template match="x:time/x:mention" as="element(paragraph)">
    <xsl:variable name="mention" as="element(paragraph)">
      <xsl:next-match/>
    </xsl:variable>
    <paragraph>
      <xsl:sequence select="$mention/@* except $mention/@classes"/>
      <xsl:attribute name="classes" select="$mention/@classes, fp:marks(.)"/>
      <xsl:sequence select="$mention/node()"/>
      <xsl:sequence select="fp:remarks(.)"/>
    </paragraph>
  </xsl:template>

  <!-- An entity of the registers, and what became of it then. -->
  <xsl:template match="x:life" as="element(paragraph)">
    <paragraph classes="{string-join(('tei-life', fp:marks(.)), ' ')}">
      <tei_link target="{@target}">{@name}</tei_link>
      <xsl:text>{if (normalize-space()) then ', ' || . else if (@aspect = 'event') then ''
        else ', ' || f:word('aspect ' || @aspect)}</xsl:text>
      <xsl:sequence select="fp:remarks(.)"/>
    </paragraph>
  </xsl:template>

  <!-- How sure a dating is, and how long what it dates. -->
  <xsl:function name="fp:remarks" as="node()*">
    <xsl:param name="dated" as="element()"/>
    <xsl:variable name="remarks" as="xs:string*" select="
      $dated/@certainty[. = ('high', 'medium', 'low', 'unknown')] ! f:word('dated ' || .),
      $dated/@duration[normalize-space()] ! f:word('duration', map{'length': fp:duration(.)})"/>
    <xsl:if test="exists($remarks)">
      <xsl:text> </xsl:text>
      <inline classes="tei-stream">({string-join($remarks, '; ')})</inline>
    </xsl:if>
  </xsl:function>

  <!-- A length of time in words: `P1Y2M` is `1 year, 2 months`. -->
  <xsl:function name="fp:duration" as="xs:string">
    <xsl:param name="length" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:analyze-string select="substring-before($length || 'T', 'T')" regex="(\d+)([YMWD])">
        <xsl:matching-substring>
          <xsl:sequence select="f:word('length ' || regex-group(2), map{'number': xs:integer(regex-group(1))})"/>
        </xsl:matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="(string-join($parts, ', ')[. ne ''], $length)[1]"/>
  </xsl:function>

  <!-- The picture, described for whoever does not see it. -->
  <xsl:template match="x:picture" as="element(tei_drawing)">
    <tei_drawing classes="tei-timeline" width="{@width}" height="{@height}"
      title="{f:word('timeline')}"
      description="{
        f:word('timeline span', map{
          'number': xs:integer(@number), 'first': string(@first), 'last': string(@last)}),
        @peak[. ne ''] ! f:word('timeline peak', map{'number': xs:integer(../@most), 'date': string()}),
        @unshown[. ne '0'] ! f:word('timeline unshown', map{'number': xs:integer(.)}),
        f:word('timeline same')}">
      <xsl:apply-templates/>
    </tei_drawing>
  </xsl:template>

  <!-- A part of the picture. -->
  <xsl:template match="x:shape" as="element(tei_shape)">
    <tei_shape>
      <xsl:sequence select="@* except @class"/>
      <xsl:sequence select="@class/fp:shape-class(.)"/>
    </tei_shape>
  </xsl:template>

  <!-- The class of a part of the picture. -->
  <xsl:function name="fp:shape-class" as="attribute(classes)">
    <xsl:param name="name" as="xs:string"/>
    <xsl:attribute name="classes" select="'tei-' || $name"/>
  </xsl:function>

  <!-- How far a cell reaches down. -->
  <xsl:function name="fp:rows-below" as="attribute(morerows)?">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:if test="$number gt 0">
      <xsl:attribute name="morerows" select="$number"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>

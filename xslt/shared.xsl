<?xml version="1.0" encoding="UTF-8"?>
<!-- What the stylesheets know in common with Python. Made by `make generated` from
     `tei_edition.tei`, `.language.tags` and `.pages.addresses`: change those, not this file. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:v="urn:tei-edition:value"
    exclude-result-prefixes="#all">

  <!-- Elements that are blocks wherever they stand. -->
  <xsl:variable name="v:blocks" as="xs:string+" select="
      'ab', 'annotationBlock', 'argument', 'back', 'body', 'castGroup', 'castItem', 'castList',
      'closer', 'div', 'div1', 'div2', 'div3', 'div4', 'div5', 'div6', 'div7', 'docImprint',
      'docTitle', 'entry', 'entryFree', 'epigraph', 'epilogue', 'figure', 'floatingText', 'front',
      'group', 'l', 'lg', 'list', 'listApp', 'listBibl', 'listEvent', 'listNym', 'listObject',
      'listOrg', 'listPerson', 'listPlace', 'listWit', 'msDesc', 'notatedMusic', 'opener', 'p',
      'performance', 'postscript', 'prologue', 'set', 'sp', 'spGrp', 'superEntry', 'table',
      'text', 'titlePage', 'u'"/>

  <!-- Divisions of a text. -->
  <xsl:variable name="v:divisions" as="xs:string+" select="
      'div', 'div1', 'div2', 'div3', 'div4', 'div5', 'div6', 'div7'"/>

  <!-- What marks the units of the source: a place, not words. -->
  <xsl:variable name="v:breaks" as="xs:string+" select="'cb', 'gb', 'lb', 'milestone', 'pb'"/>

  <!-- Lists of what a register describes, as they may occur in a text. -->
  <xsl:variable name="v:registers" as="xs:string+" select="
      'listBibl', 'listEvent', 'listNym', 'listObject', 'listOrg', 'listPerson', 'listPlace',
      'listWit'"/>

  <!-- What a register describes, except witnesses and works. -->
  <xsl:variable name="v:entries" as="xs:string+" select="
      'event', 'nym', 'object', 'org', 'person', 'personGrp', 'place'"/>

  <!-- Names, which are mentions wherever they stand. -->
  <xsl:variable name="v:mentions" as="xs:string+" select="
      'eventName', 'geogName', 'name', 'objectName', 'orgName', 'persName', 'placeName', 'rs'"/>

  <!-- Mentions where they have a pointer. -->
  <xsl:variable name="v:mentions-by-pointer" as="xs:string+" select="
      'author', 'editor', 'event', 'title'"/>

  <!-- Mentions where they have a @ref. -->
  <xsl:variable name="v:mentions-by-ref" as="xs:string+" select="
      'addName', 'bloc', 'country', 'district', 'forename', 'genName', 'geogFeat', 'institution',
      'origPlace', 'pubPlace', 'region', 'repository', 'roleName', 'settlement', 'surname', 'term'"/>

  <!-- Where notes stand that may be about something elsewhere. -->
  <xsl:variable name="v:note-holders" as="xs:string+" select="
      'annotation', 'back', 'body', 'div', 'div1', 'div2', 'div3', 'div4', 'div5', 'div6', 'div7',
      'front', 'listAnnotation', 'noteGrp', 'standOff'"/>

  <!-- What says something though it holds no words. -->
  <xsl:variable name="v:wordless" as="xs:string+" select="
      'binaryObject', 'c', 'cb', 'damage', 'damageSpan', 'ellipsis', 'figure', 'formula', 'g',
      'gap', 'gb', 'graphic', 'media', 'metamark', 'milestone', 'notatedMusic', 'pb', 'pc', 'ptr',
      'ref', 'space', 'supplied', 'unclear'"/>

  <!-- What is heard or seen in a transcript of speech besides words. -->
  <xsl:variable name="v:spoken-events" as="xs:string+" select="
      'incident', 'kinesic', 'pause', 'shift', 'vocal', 'writing'"/>

  <!-- Where a witness begins, ends, breaks off or resumes. -->
  <xsl:variable name="v:extents" as="xs:string+" select="
      'lacunaEnd', 'lacunaStart', 'witEnd', 'witStart'"/>

  <!-- The types of readings that say that the witness has no text there. -->
  <xsl:variable name="v:lacuna-types" as="xs:string+" select="
      'lac', 'lacuna', 'lacunose', 'lacunosus'"/>

  <!-- The types of readings without words where the witness has something unread. -->
  <xsl:variable name="v:unread-types" as="xs:string+" select="
      'blank', 'damage', 'damaged', 'erased', 'erasure', 'illegible', 'rasura', 'unclear',
      'unreadable', 'vac', 'vacat'"/>

  <!-- Scripts that run from right to left, in small letters. -->
  <xsl:variable name="v:leftward-scripts" as="xs:string+" select="
      'adlm', 'arab', 'aran', 'armi', 'avst', 'chrs', 'cprt', 'elym', 'gara', 'hatr', 'hebr',
      'hung', 'khar', 'lydi', 'mand', 'mani', 'mend', 'merc', 'mero', 'narb', 'nbat', 'nkoo',
      'orkh', 'palm', 'phli', 'phlp', 'phnx', 'prti', 'rohg', 'samr', 'sarb', 'sidt', 'sogd',
      'sogo', 'syrc', 'syre', 'syrj', 'syrn', 'thaa', 'todr', 'yezi'"/>

  <!-- Languages that run from right to left where no script is named. -->
  <xsl:variable name="v:leftward-languages" as="xs:string+" select="
      'aao', 'acm', 'acx', 'ae', 'aeb', 'afb', 'aii', 'ajp', 'apc', 'apd', 'ar', 'ara', 'arc',
      'arq', 'ars', 'ary', 'arz', 'ave', 'ayl', 'azb', 'bal', 'bft', 'bgn', 'bqi', 'brh', 'chg',
      'ckb', 'cld', 'div', 'dv', 'fa', 'fas', 'glk', 'haz', 'hbo', 'he', 'heb', 'hnd', 'hno',
      'iw', 'jpr', 'jrb', 'khw', 'lah', 'lki', 'lrc', 'luz', 'mid', 'myz', 'mzn', 'nqo', 'oar',
      'ota', 'otk', 'pal', 'per', 'pes', 'phl', 'phn', 'pnb', 'prs', 'ps', 'pus', 'rhg', 'rmt',
      'sam', 'sd', 'sdh', 'skr', 'smp', 'snd', 'sog', 'syc', 'syr', 'tmr', 'trw', 'ug', 'uig',
      'ur', 'urd', 'xco', 'xmn', 'xna', 'xpr', 'xsa', 'ydd', 'yi', 'yid', 'yih'"/>

  <!-- The schemes of addresses that a link may lead to. -->
  <xsl:variable name="v:safe-schemes" as="xs:string+" select="
      'doi', 'ftp', 'ftps', 'geo', 'http', 'https', 'mailto', 'tel', 'urn'"/>

</xsl:stylesheet>

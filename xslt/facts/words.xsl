<?xml version="1.0" encoding="UTF-8"?>
<!-- The words that the pages of registers add to the edition's own. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  expand-text="yes">

  <!-- Every word that these pages add to the edition's own, by language. -->
  <xsl:variable name="fp:strings" as="map(xs:string, map(xs:string, xs:string))" select="map{
    'en': map{
      'open-quote': '“', 'close-quote': '”',
      'also': 'Also:', 'see': 'see', 'in': 'on', 'pages': 'pages', 'page': 'page',
      'unlisted': 'In no register; named in the texts by this address.',
      'letters': 'Letters', 'own': 'Pages of their own',
      'apart': 'Not mentioned in the texts', 'links': 'See also:',
      'part-of': 'Part of', 'parts': 'Includes', 'of': '{} of',
      'by-correspondent': 'By correspondent', 'by-date': 'By date',
      'author-of': 'Author of', 'composer-of': 'Composer of', 'librettist-of': 'Librettist of',
      'editor-of': 'Editor of', 'publisher-of': 'Publisher of',
      'in-header': 'in the header', 'role-sent': 'sender', 'role-received': 'addressee',
      'cert-low': 'identification uncertain', 'cert-medium': 'identification probable',
      'cert-unknown': 'identification open',
      'detail-affiliation': 'Affiliation', 'detail-age': 'Age', 'detail-author': 'Author',
      'detail-bibl': 'Literature', 'detail-event': 'Event', 'detail-meeting': 'Meeting',
      'detail-persPronouns': 'Pronouns', 'detail-socecStatus': 'Social status',
      'detail-composer': 'Composer', 'detail-country': 'Country', 'detail-date': 'Date',
      'detail-district': 'District', 'detail-editor': 'Editor', 'detail-education': 'Education',
      'detail-faith': 'Faith', 'detail-floruit': 'Active', 'detail-gender': 'Gender',
      'detail-langKnowledge': 'Languages', 'detail-librettist': 'Librettist',
      'detail-nationality': 'Nationality', 'detail-occupation': 'Occupation',
      'detail-pubPlace': 'Published in', 'detail-publisher': 'Publisher', 'detail-region': 'Region',
      'detail-residence': 'Residence', 'detail-role': 'Role', 'detail-settlement': 'Settlement',
      'detail-sex': 'Sex', 'detail-state': 'State', 'detail-trait': 'Trait',
      'mention-one': 'mention', 'mention-many': 'mentions', 'mention-none': 'Not mentioned in the texts.',
      'in-note': 'in a note', 'in-choice': 'in the form not shown',
      'in-reading': 'in a reading', 'reading-of': 'reading of',
      'file': 'File', 'content': 'Content',
      'kind-text': 'text', 'kind-part': 'part of a text', 'kind-register': 'register',
      'kind-geojson': 'GeoJSON', 'kind-table': 'table', 'kind-matrix': 'NEXUS', 'kind-archive': 'archive', 'kind-checksums': 'checksums',
      'texts': 'Texts', 'registers': 'Registers',
      'count': 'Count', 'severity': 'Severity', 'code': 'Code', 'files': 'Files',
      'meaning': 'Meaning', 'hint': 'Hint:', 'places': 'Places:', 'line': 'Line',
      'error': 'error', 'warning': 'warning', 'note': 'note'
    },
    'de': map{
      'open-quote': '„', 'close-quote': '“',
      'also': 'Auch:', 'see': 'siehe', 'in': 'auf', 'pages': 'Seiten', 'page': 'Seite',
      'unlisted': 'In keinem Register; die Texte nennen diese Adresse.',
      'letters': 'Buchstaben', 'own': 'Eigene Seiten',
      'apart': 'In den Texten nicht erwähnt', 'links': 'Siehe auch:',
      'part-of': 'Teil von', 'parts': 'Umfasst', 'of': '{} von',
      'by-correspondent': 'Nach Korrespondenten', 'by-date': 'Nach Datum',
      'author-of': 'Verfasst', 'composer-of': 'Komponiert', 'librettist-of': 'Libretti',
      'editor-of': 'Herausgegeben', 'publisher-of': 'Verlegt',
      'in-header': 'im Kopf', 'role-sent': 'Absender', 'role-received': 'Empfänger',
      'cert-low': 'Zuordnung unsicher', 'cert-medium': 'Zuordnung wahrscheinlich',
      'cert-unknown': 'Zuordnung offen',
      'detail-affiliation': 'Zugehörigkeit', 'detail-age': 'Alter', 'detail-author': 'Verfasser',
      'detail-bibl': 'Literatur', 'detail-event': 'Ereignis', 'detail-meeting': 'Tagung',
      'detail-persPronouns': 'Pronomen', 'detail-socecStatus': 'Sozialer Stand',
      'detail-composer': 'Komponist', 'detail-country': 'Land', 'detail-date': 'Datum',
      'detail-district': 'Bezirk', 'detail-editor': 'Herausgeber', 'detail-education': 'Ausbildung',
      'detail-faith': 'Konfession', 'detail-floruit': 'Wirkungszeit', 'detail-gender': 'Geschlecht',
      'detail-langKnowledge': 'Sprachen', 'detail-librettist': 'Librettist',
      'detail-nationality': 'Nationalität', 'detail-occupation': 'Tätigkeit',
      'detail-pubPlace': 'Erschienen in', 'detail-publisher': 'Verlag', 'detail-region': 'Region',
      'detail-residence': 'Wohnort', 'detail-role': 'Rolle', 'detail-settlement': 'Ort',
      'detail-sex': 'Geschlecht', 'detail-state': 'Stand', 'detail-trait': 'Merkmal',
      'mention-one': 'Erwähnung', 'mention-many': 'Erwähnungen',
      'mention-none': 'In den Texten nicht erwähnt.',
      'in-note': 'in einer Anmerkung', 'in-choice': 'in der nicht gezeigten Form',
      'in-reading': 'in einer Lesart', 'reading-of': 'Lesart von',
      'file': 'Datei', 'content': 'Inhalt',
      'kind-text': 'Text', 'kind-part': 'Teil eines Textes', 'kind-register': 'Register',
      'kind-geojson': 'GeoJSON', 'kind-table': 'Tabelle', 'kind-matrix': 'NEXUS', 'kind-archive': 'Archiv', 'kind-checksums': 'Prüfsummen',
      'texts': 'Texte', 'registers': 'Register',
      'count': 'Anzahl', 'severity': 'Schwere', 'code': 'Code', 'files': 'Dateien',
      'meaning': 'Bedeutung', 'hint': 'Rat:', 'places': 'Stellen:', 'line': 'Zeile',
      'error': 'Fehler', 'warning': 'Warnung', 'note': 'Hinweis'
    } }"/>

  <!-- A word or phrase of ours in a language, in English where we have no other. -->
  <xsl:function name="fp:string" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:sequence select="($fp:strings(lower-case(tokenize($lang, '-')[1])), $fp:strings('en'))[1]($key)"/>
  </xsl:function>

  <!-- The same, or nothing for a key that we have no words for. -->
  <xsl:function name="fp:known-string" as="xs:string?">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:sequence select="
      let $words := ($fp:strings(lower-case(tokenize($lang, '-')[1])), $fp:strings('en'))[1]
      return $words($key)"/>
  </xsl:function>

  <!-- So many things, in words: `5 mentions`. -->
  <xsl:function name="fp:count" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:param name="thing" as="xs:string"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:sequence select="
      if ($number = 0) then fp:string($thing || '-none', $lang)
      else $number || ' ' || fp:string($thing || (if ($number = 1) then '-one' else '-many'), $lang)"/>
  </xsl:function>

</xsl:stylesheet>

"""What lines that are no story look like: credits, captions, datelines, bylines, dates, share and promotion lines. English, any outlet."""

from __future__ import annotations

import re

_NAME = r"[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]+|de|la|van|von|der|bin|al|el|of)){0,4}"
AGENCIES = (
    "AFP|AP|Reuters|UPI|DPA|dpa|EPA|EFE|ANSA|TASS|Tass|Interfax|Xinhua|Kyodo|PTI|ANI|IANS|APA|PA|PA Media|Press Association"
    "|Associated Press|The Associated Press|The Canadian Press|Canadian Press|Agence France-Presse|Anadolu|Anadolu Agency|AA|Bloomberg|CP"
    "|AAP|SPA|WAM|KUNA|QNA|IRNA|Petra|Yonhap|CNA|Bernama|Antara|Ritzau|TT|NTB|Belga|Lusa|MENA|RIA Novosti|Ukrinform"
)  # fmt: skip
_PICTURED = (
    r"photo(?:graph)?s?|pictures?|pics?|images?|file|handout|courtesy|credit|getty|shutterstock|reuters/|afp/|ap photo|via getty|epa"
    r"|anadolu"
    r"|screengrab|screenshot|illustration|graphic|archive|flickr|wikimedia|instagram|twitter"
)
PHOTO_CREDIT = re.compile(
    rf"[(\[](?:[^()\[\]]{{0,80}}\b(?i:{_PICTURED})\b[^()\[\]]{{0,80}}|[A-Z][^()\[\]/\d]{{1,50}}/\s?[A-Z][^()\[\]\d]{{1,50}}"
    rf"|(?:{AGENCIES}))[)\]]\.?$"
)
PHOTO_LINE = re.compile(
    r"^(?:(?:file|stock|ap|afp|reuters|getty|handout|press)\s+(?:photo|picture|image|pic|images)\b|file\s*[-–—:]|"
    r"(?:photos?|pictures?|images?|photo credit|image credit|picture credit|photograph|photography|image source|image copyright"
    r"|image caption|caption"
    r"|cover (?:photo|image)|illustration|graphic|video)\s*(?:by|via|courtesy of|:|©)\s*\S)",
    re.IGNORECASE,
)
PHOTO_TAIL = re.compile(
    r"(?:\b(?:photo(?:graph)?|image|picture)s?\s*(?:by|credit|:)\s*[^.]{2,60}|(?:getty images|shutterstock|afp via getty images"
    r"|ap photo)\S*"
    r"|[|/–—-]\s*(?:AFP|AP|Reuters|EPA|Getty|AP Photo|File(?: photo)?))\.?$",
    re.IGNORECASE,
)
CREDIT_NAMED = re.compile(
    r"^\W{0,3}(?:as (?:first |originally )?(?:reported|published) (?:by|in|on)|(?:this (?:article|story|report|piece|post) )?(?:was )?"
    r"(?:first |originally |also )+(?:published|appeared|reported) (?:by|in|on|at)|source\s*:|via\s*:|courtesy\s*(?:of|:)"
    r"|republished (?:from|with)"
    r"|reprinted (?:from|with)|from our (?:partner|partners at)|(?:read|see) the original (?:article|story)?(?: (?:at|on))?"
    r"|(?:this (?:article|story|report|copy) is )?distributed by|copy (?:from|by)|agency\s*:|credit\s*:)\s*(?P<name>[^\n]{2,80}?)\W*$",
    re.IGNORECASE,
)
CREDIT_PLAIN = re.compile(
    r"^\W{0,3}(?:(?:with|additional) (?:files?|reporting|reports?|input|inputs|material|information|contributions?"
    r"|agency inputs) (?:from|by)"
    r"|(?:additional |further )?(?:reporting|writing|editing|reported|written|edited|compiled|translated|produced) by"
    r"|(?:the )?[\w\s.,’'-]{3,300} contributed (?:to this (?:report|story|article)|reporting)"
    r"|(?:reporting|editing|writing)\s*:|\(?(?:reporting|editing|writing|compiled) by)",
    re.IGNORECASE,
)
CREDIT_WITH = re.compile(
    r"^\W{0,3}with (?:files|reports?|reporting|material|agency inputs|inputs?) (?:from|by) (?P<name>[^\n]{2,60}?)\W*$", re.IGNORECASE
)
CREDIT_BARE = re.compile(
    rf"^[—–\-(\s]{{0,3}}(?P<name>(?:{AGENCIES})(?:\s*(?:/|,|and|&|with)\s*(?:{AGENCIES}|agencies|staff|wires?))*"
    r"|agencies|wire reports)[)\s.]{0,2}$"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?"
)
_CITY = r"[A-Z][A-Z.'’\u00c0-\u00dd-]+(?:[ /-][A-Z][A-Z.'’\u00c0-\u00dd-]*){0,3}"
_CITY_MIXED = r"[A-Z][\w.'’-]+(?:[ -](?:[A-Z][\w.'’-]+|al|el|de|of)){0,3}"
_REGION = r"(?:,\s+[A-Z][\w.'’]+(?:\s[A-Z][\w.'’]+){0,2})?"
_DAY = rf"(?:,?\s+(?i:{_MONTH})\s+\d{{1,2}}(?:,?\s+\d{{4}})?)"
_DASH = r"\s*(?:[-–—―]{1,2}|:)\s*"
DATELINE = re.compile(
    rf"^(?:(?P<city>{_CITY}{_REGION}){_DAY}?\s*(?:[(\[](?P<agency>[A-Z][\w .’'&/-]{{1,40}})[)\]])?{_DASH}"
    rf"|(?P<city2>{_CITY_MIXED}{_REGION}){_DAY}?\s*[(\[](?P<agency2>{AGENCIES}|[A-Z][\w .’'&/-]{{1,40}})[)\]]\s*[-–—―]{{1,2}}\s*"
    rf"|(?P<city3>{_CITY_MIXED}{_REGION}){_DAY}(?:\s*[(\[](?P<agency3>[A-Z][\w .’'&/-]{{1,40}})[)\]])?\s*[-–—―]{{1,2}}\s*"
    rf"|[(\[](?P<agency4>{AGENCIES})[)\]]\s*[-–—―]{{1,2}}\s*)(?=[A-Z0-9\"“‘'(])",
)
BYLINE = re.compile(
    rf"^(?:by|from|words by|written by|reported by|story by|report by)\s*:?\s+(?P<name>(?:our\s[\w ]{{3,30}}|(?:{_NAME}))(?:(?:\s*,\s*"
    rf"|\s+and\s+|\s*&\s*|\s*\|\s*|\s+in\s+|\s*/\s*)"
    rf"(?:{_NAME}|[\w .’'-]{{2,40}}))*)\s*$",
)
BYLINE_START = re.compile(r"^(?:By|BY|by)\s*:?\s+(?=[A-Z“]|our\b)")
DATE_WORDS = re.compile(
    rf"^(?:(?P<updated>(?:last )?(?:updated|modified|revised)(?: on| at)?)|(?:first )?(?:published|posted|created|filed|issued)(?: on"
    rf"| at)?|on|date)?\s*[:|–-]?\s*"
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
    r"(?P<rest>[\sT,|·•–@-]*(?:at\s+)?(?:\d{1,2}[:.]?\d{0,2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,5}\)?|Z|[+-]\d\d:?\d\d)?)?)"
    r"(?:\s*[|·•–-]\s*(?:\d+\s*min(?:ute)?s?\s*read|updated\b.{0,60}))?\s*$",
    re.IGNORECASE,
)
_CLOCK = (
    r"(?:,?\s*(?:at\s+|[-–|·•@]\s*)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?"
    r"(?:\s*\(?(?:(?:GMT|UTC)[+-]\d{1,2}|[A-Z]{2,4}|Z|[+-]\d\d:?\d\d)\)?)?)?"
)
DATE_INSIDE = re.compile(
    rf"(?:(?i:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+))?"
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?i:{_MONTH}),?\s+(?:19|20)\d\d|\b(?i:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    rf"|\b(?:19|20)\d\d-\d\d-\d\d){_CLOCK}"
)
UPDATED_LINE = re.compile(
    r"^\W{0,3}(?:last |first )?(?:updated|published|posted)(?: (?:at|on)|:)\s[^.!?]{0,30}\d[^!?]{0,20}$", re.IGNORECASE
)
# Lines between headline and story in any language: a day in digits, a clock time before or after a year, the time it takes to read.
HEAD_LINE = re.compile(
    r"^(?:[^\n.!?]{0,40}?\b\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b|[^\n.!?]{0,60}\b(?:19|20)\d\d\b[^\n.!?]{0,12}\b\d{1,2}[:h.]\d\d\W*$"
    r"|\d{1,2}:\d\d\b.{0,30}\b(?:19|20)\d\d\b|\W*\d+\s*[-–]?\s*min(?:ute|uto)?s?(?: de)? (?:read|lectura|leitura|lecture)\W*$"
    r"|(?:reading time|read time|tempo de leitura|tiempo de lectura|temps de lecture|lesezeit)\b.{0,20}$)",
    re.IGNORECASE,
)
# Days in digits only, and in the East Asian order: believed beside the headline, nowhere else.
DATE_DIGITS = re.compile(
    r"(?<![\d/.-])(?:(?:19|20)\d\d[./]\d{1,2}[./]\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d)(?![\d/-])"
    r"|(?:19|20)\d\d年\d{1,2}月\d{1,2}日|(?:19|20)\d\d년 ?\d{1,2}월 ?\d{1,2}일"
)
LIVE_POST = re.compile(
    r"^(?:(?i:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day\s+)?\d{1,2}[:.]\d\d(?:\s*(?i:[ap]\.?m\.?))?(?:\s*\(?[A-Z]{2,4}\)?(?![\w.]))?(?=\s+[A-Z“‘\"])"
)
NAME_ONLY = re.compile(
    rf"^(?:(?:By|From)\s+)?(?:{_NAME.replace('{0,4}', '{1,3}')}(?:(?:,| and| &)\s+{_NAME})*|(?i:(?:from |by )?our [\w ]{{3,30}})"
    rf"|[A-Z][\w ]{{2,30}} (?:staff|reporters?|desk|correspondents?|bureau|writers?|team)(?: and agencies)?)(?:\s+in\s+[A-Z][\w ]+)?$"
)
SHARE = re.compile(
    r"^\W{0,6}(?:(?:share|tweet|retweet|pin|email|e-mail|print|whatsapp|facebook|twitter|linkedin|reddit|telegram|copy link|save|bookmark"
    r"|follow|like|comment)s?"
    r"(?:\s+(?:this|on|via|us|the|article|story|page|post|facebook|twitter|whatsapp|linkedin|reddit|email|link|to|and|with|friends|now"
    r"|it|\W))*)\W*$"
    r"|^(?:short (?:link|url)|permalink|link|url|share(?: this)?(?: link| url| story| article| page| post)?|read (?:the )?(?:full "
    r"|original )?(?:story|article)(?: at| here)?|shortlink)\s*:?\s*(?:https?://\S+)?$"
    r"|^(?:follow|find|like|join) (?:us|me|him|her|[A-Z]\w+(?: \w+)?) on (?:facebook|twitter|instagram|telegram|whatsapp"
    r"|google)\b.{0,80}$"
    r"|^(?:click|tap) to (?:share|print|email)\b.*$|^.{0,300}\bclick to tweet\W*$|^\S+@\S+\.[a-z]{2,8}$",
    re.IGNORECASE,
)
PROMO = re.compile(
    r"^\W{0,6}(?:(?:read|see|watch|listen|hear|learn|find out|view|more)\s*(?:more|also|next|now|on this|:)\s*[:|–-]?|(?:also|must) (?:read"
    r"|see|watch)\b|also on\b|also:\s|explore further|related\s*(?:\:|stor|article|content|coverage|post|link|topic|video|news|\W*$)"
    r"|(?:sign|signed) up (?:for|to|here|now|today)|subscribe\b|newsletters?\b|get (?:the|our|more|all|breaking"
    r"|unlimited)\b.{0,60}(?:newsletter|inbox|app|alerts?|news|stories|access)"
    r"|click here\b|download (?:the|our)\b|support (?:our|independent|quality|us)\b|donate\b|become a (?:member|subscriber|supporter)"
    r"|join (?:our|the conversation|us)\b"
    r"|(?:story |article )?continues (?:below|after)|advertisement\b|sponsored\b|promoted\b|(?:most|more) (?:read|popular|viewed|from"
    r"|on this|stories|news|in)\b|trending\b|recommended\b|you (?:may|might) (?:also )?(?:like|be interested)"
    r"|(?:editor'?s?|editors?) picks?|don'?t miss|what to read next|up next|in this (?:article|story)\W*$|topics?\s*:|tags?\s*:"
    r"|filed under\b|keywords?\s*:|categories\s*:|explore more|more (?:about|stories)|latest (?:news|stories|from)\b"
    r"|have (?:a|any) (?:tip|question|story)|let us know|tell us\b|send (?:us )?(?:a |your )?(?:tips?|letters?|comments?)"
    r"|we want to hear|to (?:comment|contact)\b|(?:leave|post|add|write|view|show|hide|load|read) (?:a |all |your |the )?(?:comments?"
    r"|repl(?:y|ies))\b|\d+ comments?\b|comments?\W*$|log ?in\b|register\b"
    r"|(?:you can )?(?:follow|contact|reach|email) (?:the author|him|her|them|our reporter)|for more (?:news|information|stories"
    r"|on)\b.{0,80}(?:visit|click|follow|download|subscribe|website|see)\b)",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"^\W{0,6}(?:©|\(c\)\s*(?:\d{4}|copyright)|copyright\b|all rights reserved|[^.]{0,60}\ball rights reserved\b"
    r"|this material may not be published|terms (?:of|and) (?:use|service|conditions)|privacy (?:policy|notice)"
    r"|(?:we|this (?:web)?site) uses? cookies|by (?:continuing|using|clicking)\b|this copy is for your personal|order reprints"
    r"|accept (?:all )?cookies|cookie (?:policy|settings"
    r"|preferences)|the views expressed|the opinions expressed|views expressed)",
    re.IGNORECASE,
)
TAIL_HEAD = re.compile(
    r"^\W{0,6}(?:related(?: \w+)?|more (?:from|on|in|stories|news|about|to read)\b.{0,50}|most (?:read|popular|viewed|shared)(?: \w+){0,3}"
    r"|(?:also|must|further) read(?:ing)?|read (?:more|next|also)"
    r"|recommended(?: \w+){0,3}|you (?:may|might) (?:also )?(?:like|be interested in)(?: \w+){0,3}|trending(?: \w+){0,3}"
    r"|latest(?: \w+){0,3}|top stories|popular(?: \w+){0,3}|editor'?’?s picks?|comments?(?: \(\d+\))?|\d+ comments?|leave a (?:reply"
    r"|comment)"
    r"|join the (?:conversation|discussion)|about (?:the )?authors?|share(?: this)?(?: \w+){0,2}|tags|topics|newsletters?"
    r"|sign up.{0,60}|subscribe.{0,60}|from (?:around )?the web|sponsored(?: \w+){0,2}|what to read next|up next|see also|our picks"
    r"|in other news)\W*$",
    re.IGNORECASE,
)
# Sentences at the end of a story that ask the reader for something or speak of the page itself.
SOLICIT = re.compile(
    r"\b(?:newsletters?|in(?:to)? your inbox|subscri(?:be|bing|ption|ber)s?\b|sign(?:ing)? up|follow (?:us|him|her|them|me|the author|@)"
    r"|follow .{2,60} on (?:facebook|twitter|instagram|telegram|youtube|x)\b|(?:on|via) twitter @\w|follow ap|full coverage (?:of|at|here)"
    r"|(?:e-?mail|write to|contact|reach) [\w .,’'-]{2,50} (?:at|on|via) \S+@\S+|like (?:this|our) (?:story|article|work)"
    r"|if you (?:liked|enjoyed)"
    r"|click here|download (?:the|our) app|join (?:us|our|the conversation|nrplus)|become a member|earn(?:s)? (?:a "
    r"|an )?(?:affiliate )?commission"
    r"|(?:get|earn)s? a (?:share|commission)|non-commercial use|(?:error|problem) (?:has )?(?:occurred|processing)|thanks for signing"
    r"|has been sent to|moderat(?:e|ed|ing) (?:all )?comments|letters? to the editor|donat(?:e|ion)s?\b.{0,40}(?:support|help)"
    r"|delivered (?:to|through) your"
    r"|more ap \w+:|listen (?:live|back)|watch (?:live|the video)|catch up on|download our|copyright \d{4}|all rights reserved)",
    re.IGNORECASE,
)
LIVE = re.compile(
    r"^\W{0,6}(?:live(?: updates?| blog| now| coverage| reporting| feed)?\W*$|(?:new|latest) updates?\b.{0,20}$"
    r"|(?:newest|oldest) (?:first|to oldest|to newest|updates?|posts?)\W*$|(?:show|hide) key events\b.{0,20}$|(?:key event|post update)\W*$"
    r"|please turn on javascript\b.{0,40}$|auto.?updates?\b.{0,30}$|get alerts\b.{0,30}$"
    r"|\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,4}\)?)?\W*$|\d+\s*(?:min(?:ute)?s?|hours?|hrs?|h|m|days?)\s+ago\W*$"
    r"|(?:refresh|load more|show more|pinned post|key events?|jump to)\b.{0,40}$|this live (?:blog|coverage|page)\b.{0,80}$)",
    re.IGNORECASE,
)
INVENTED = re.compile(
    r"^\W{0,6}(?:.{0,60}\b(?:an|is an)\s+)?invented outlet\b.{0,60}$|^.{0,80}\binvented outlet, offing example\b.{0,20}$", re.IGNORECASE
)
AGENCY_NAME = re.compile(
    rf"^(?:(?:{AGENCIES})|[A-Z]{{2,5}}|(?:[A-Z][\w’'-]+ ){{1,3}}(?:Press Agency|News Agency|Press|Wire|Newswire|News Service"
    rf"|Wire Service|Wires))$"
)
AGENCY_TAIL = re.compile(
    r"^(?P<name>[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,4})(?:\s*[,/&]\s*|\s+and\s+|\s+with\s+)(?=.*(?:additional reporting|staff|agencies"
    r"|contributed|[A-Z][a-z]))"
)
WHO_WRITES = re.compile(
    r"^[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3} (?:covers|writes (?:about|for|on)|reports (?:on|for|from)|is (?:a|an|the|our)\b[^.]{0,60}"
    r"\b(?:reporter|correspondent|writer|editor|columnist|journalist|freelancer|contributor|author|producer|bureau chief))\b",
)

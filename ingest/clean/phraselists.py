"""The phrase lists: lines that are boilerplate by themselves, in French and English, by reason.

Patterns see the folded line (`ingest.clean.fold`: lower case, no accents, plain apostrophes and spaces) from its start,
so they are written that way. Each covers the whole line, or begins it with words that no sentence of an article begins
with. The order of `PHRASES` matters: the first reason that matches is the line's.
"""

from __future__ import annotations

from corpus.model import Reason
from ingest.clean.dateline import DATE_AND_TIME
from ingest.clean.subscription import CALLS, LABELS, WALLS

_END = r" ?[!.:…>»→▸›*]*"  # what may follow a phrase that is the whole line
_NETWORK = (
    r"(?:facebook|twitter|x|instagram|linkedin|pinterest|whatsapp|telegram|tiktok|youtube|reddit|tumblr|flipboard"
    r"|snapchat"
    r"|mastodon|bluesky|messenger|google ?\+|google news|google actualites|viadeo|e-?mail|mail|email|courriel|rss|sms)"
)
_COMMENTS = r"(?:commentaires?|comments?|reponses?|responses?|replies|reply|reactions?|avis)"


def _whole(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")" + _END + "$"


_CONSENT: tuple[str, ...] = (
    r"(?:nous utilisons|nous et nos partenaires|ce site(?: web)? utilise|notre site utilise|we use|we and our partners|"
    r"(?:this|our) (?:web)?site uses|en (?:poursuivant|continuant)|by (?:continuing|using)|les cookies (?:nous|sont"
    r"|assurent))"
    r"\b.{0,220}\b(?:cookies|traceurs)\b",
    r"(?:by (?:continuing|using|clicking)|en (?:poursuivant|continuant|cliquant))\b.{0,160}"
    r"\b(?:you (?:agree|accept|consent)|vous acceptez)\b",
    _whole(
        r"(?:tout )?(?:accepter|refuser)(?: tout| et fermer| et continuer| (?:tous )?les cookies)?",
        r"(?:accept|reject|decline|allow|agree)(?: all)?(?: cookies| (?:&|and) close)?",
        r"continuer sans accepter",
        r"j'accepte|i agree|i accept|got it|ok,? j'ai compris",
        r"(?:gerer|parametrer|personnaliser|modifier) (?:les |mes |vos )?(?:cookies|preferences|choix|traceurs)",
        r"(?:manage |your )?cookies? (?:settings|policy|preferences|notice|consent|choices)",
        r"(?:manage|cookie) (?:cookies|preferences|consent|choices)",
        r"(?:politique|gestion|parametres?|preferences)(?: de| des| en matiere de| relative aux)? ?cookies",
        r"cookies",
    ),
)
_FOOTER: tuple[str, ...] = (
    r"(?:ce site|this site) (?:utilise|uses) akismet",
    r"(?:learn how your comment data|en savoir plus sur (?:comment|la facon dont) les donnees de vos commentaires)",
    r"(?:©|\(c\)|copyright\b)[^.]{0,60}\b(?:19|20)\d\d\b",
    r"(?:19|20)\d\d(?:-(?:19|20)\d\d)? ?©",
    r".{0,200}(?:all rights reserved|tous droits reserves|alle rechte vorbehalten)[^a-z]{0,20}$",
    r"(?:all rights reserved|tous droits reserves)\b",
    r"(?:fierement |proudly )?(?:propulse|powered|hosted|heberge) (?:par|by) ",
    r"(?:wordpress )?theme ?(?:by|par|:) [^.]{0,60}$",
    r"(?:this material may not be published, broadcast|toute reproduction (?:\w+ ){0,4}(?:est )?(?:interdite"
    r"|soumise)|reproduction interdite)",
    _whole(
        r"mentions legales(?: et .{0,40})?",
        r"conditions (?:generales|d'utilisation)(?: d'utilisation| de vente)?(?: et .{0,40})?|cgu|cgv|cgu / cgv",
        r"(?:charte|politique)(?: de| sur la| des)? (?:confidentialite|protection des donnees|vie privee"
        r"|donnees personnelles)",
        r"donnees personnelles|vie privee",
        r"(?:your )?(?:privacy|ad ?choices|california)(?: (?:policy|notice|statement|rights|settings|center|& terms"
        r"|and terms))+|privacy",
        r"terms(?: (?:of (?:use|service|sale)|(?:and|&) conditions))|terms",
        r"do not sell(?: or share)? my (?:personal )?info(?:rmation)?",
        r"contact(?:ez-nous|s| us| the newsroom)?|nous contacter|contactez la redaction",
        r"about(?: us| this site)|qui sommes[- ]nous ?\??|a propos(?: de nous| du site)?",
        r"plan du site|site ?map|faq|aide|help cent(?:er|re)",
        r"(?:haut de (?:la )?page|retour en haut(?: de (?:la )?page)?|back to top|scroll to top|retour a l'accueil)",
        r"(?:advertise|work|annoncer|partner)(?: with us)?|advertise|annonceurs|devenir annonceur|careers|recrutement",
        r"accessibilite ?:? (?:non conforme|partiellement conforme|conforme)|accessibility(?: statement| help)?",
        r"flux rss|rss feeds?|rss",
    ),
)
_COMMENT: tuple[str, ...] = (
    rf"(?:\(?\d{{1,5}}\)?|un|une|one|no|aucune?|pas de|zero|0) ?(?:new |nouveaux? )?(?:{_COMMENTS}|thoughts?"
    r"|reflexions?)"
    rf"(?: (?:sur|on|to|a|pour) ?[«\"“'‘:].*| (?:sur|to|on) cet? .*)?{_END}$",
    rf"{_COMMENTS}(?: des (?:lecteurs|internautes))? ?[:(\[]? ?\d{{0,5}} ?[)\]]?$",
    _whole(
        r"(?:laisse[rz]|poste[rz]|ajoute[rz]|ecri(?:re|vez)|depose[rz]|publie[rz]|envoyer) (?:un|votre|vos|une"
        r"|mon) (?:commentaire|reponse|avis|reaction)s?(?: .{0,40})?",
        r"(?:leave|post|add|write|submit) (?:a|your) (?:comment|reply|response)(?: below)?(?: (?:cancel"
        r"|annuler).{0,20})?",
        r"(?:join|start) the (?:conversation|discussion)",
        r"(?:rejoindre|participer a|lancer) la (?:conversation|discussion)",
        r"(?:reagir|commenter|reagissez)(?: a (?:cet |l')article)?",
        r"(?:soyez|etre) (?:le premier|la premiere)(?: ou la premiere| a)*"
        r" (?:commenter|reagir|donner votre avis)(?: .{0,30})?",
        r"be the first to (?:comment|reply|respond)(?: .{0,30})?",
        r"(?:annuler|cancel)(?: la)? (?:reponse|reply)",
        r"(?:voir|afficher|lire|masquer|view|show|read|hide|see)(?: tous| toutes| all| more| plus de"
        r"| the)?(?: les)? ?(?:\d{1,5} )?(?:commentaires?|comments|reactions)",
        r"(?:vous|you) .{0,20}(?:connecte|logged in|log in).{0,40}(?:commentaire|commenter|comment)(?: .{0,20})?",
        r"(?:connectez-vous|identifiez-vous|log in|sign in|login) (?:pour|to|or register to) (?:laisser un "
        r"|poster un |post a |leave a |publier un )?(?:commentaire|commenter|comment|reply|repondre)",
        r"(?:repondre|reply)(?: a .{1,40}| to .{1,40})?",
        r"(?:signaler|report)(?: (?:un abus|ce commentaire|abuse|comment|this comment))",
        r"(?:comments|discussion) powered by .{1,30}",
    ),
    r"(?:les )?commentaires?(?: sur cet article| de cet article)?(?: sont)? (?:desormais |actuellement )?(?:fermes"
    r"|clos|desactives)\b[^,;]{0,60}$",
    r"(?:the )?comments?(?: section)?(?: for this (?:article|post|thread))?(?: (?:are|is))?(?: now"
    r"| currently)? (?:closed|disabled|off|turned off)\b[^,;]{0,40}$",
    r"(?:votre )?adresse (?:e-?mail|courriel|de messagerie|email) ne sera (?:pas|jamais) (?:publiee|communiquee"
    r"|rendue publique)",
    r"your e-?mail address will not be (?:published|shared)",
    r"(?:les champs (?:obligatoires|requis) sont|required fields are) ",
    r"(?:enregistrer mon nom|save my name|me notifier|prevenez-moi|avertissez-moi|notify me of)\b.{0,140}$",
    r"[^«\"“]{0,80}\bnous (?:avons|nous voyons|preferons|sommes)[^«»\"“”]{0,60}\b(?:suspendre|fermer|desactiver"
    r"|couper) (?:temporairement |provisoirement )?les commentaires",
    r"[^«\"“]{0,80}\bwe (?:have|had|are|were)[^«»\"“”]{0,60}\b(?:closed?|closing|suspend(?:ed)?|disabled?"
    r"|turn(?:ed)? off) (?:the )?comments\b",
    r"(?:pour des raisons|en raison|suite a|afin d|par (?:souci|mesure)|face a|due to|because of|for)\b[^«»\"“”]{0,100}"
    r"\b(?:commentaires|comments)\b[^«»\"“”]{0,20}\b(?:sont|ont ete|are|have been)\b[^«»\"“”]{0,20}"
    r"\b(?:reserves|fermes|desactives|suspendus|clos|closed|disabled|suspended|reserved)"
    r"(?: (?:a nos|aux|sur (?:cet|nos|ce|notre)|sous (?:cet|nos)|de (?:cet|nos)"
    r"|on (?:this|our)|for (?:this|our)|to)\b[^«»]*)?[.!]?$",
    rf"(?:le )?{DATE_AND_TIME}[ ,:-]*(?:repondre|reply|permalien|permalink|\[(?:…|\.\.\.)\])",
)
_RATING: tuple[str, ...] = (
    r"\d(?:[.,]\d{1,2})? ?(?:/ ?(?:5|10|20))?,? ?(?:\(\d{1,3}(?:[.,]\d+)? ?%\))?,? ?(?:[-–] ?)?\(?\d[\d .,]{0,8}"
    r" ?(?:votes?|avis|ratings?|reviews?|evaluations?|notes?)\)?$",
    r"\d(?:[.,]\d{1,2})? ?\(\d{1,3} ?%\)",
    r"[\[(] ?(?:total|votes?|\d{1,6} votes?)\b.{0,60}(?:average|moyenne)\b.{0,30}$",
    r"(?:note moyenne|moyenne(?: des (?:votes|notes))?|average(?: rating)?|rating|note|notation"
    r"|evaluation) ?:? ?\d(?:[.,]\d{1,2})?(?: ?(?:/|sur|out of|of) ?\d{1,2})\b.{0,60}$",
    r"\d(?:[.,]\d{1,2})? (?:out of|sur|of) (?:5|10)(?: (?:stars?|etoiles?))?(?: ?[(-].{0,40})?$",
    r"[★☆⭐✩✭✰ ]{3,}(?:.{0,40})$",
    _whole(
        r"(?:rate|notez|evaluez|noter) (?:this|cet|cette|l') ?(?:article|post|story|page|billet|recette)",
        r"(?:click|cliquez)(?: on a star)? (?:to|pour|sur une etoile pour) (?:rate|noter|voter|evaluer)(?: .{0,40})?",
        r"(?:no votes so far|aucun vote(?: pour (?:le moment|l'instant))?)",
        r"(?:nombre de votes|vote count|votes?) ?: ?\d{1,7}",
        r"\d{1,7} votes?",
    ),
)
_ADVERTISEMENT: tuple[str, ...] = (
    _whole(
        r"(?:advertisement|publicite|annonces?|sponsored|sponsorise|ads?|promoted|pub"
        r"|advertising)(?: ?[-–—:] ?(?:continue[rz]?|scroll).{0,40})?",
        r"(?:sponsored|paid|promoted|partner) (?:content|post|links?|by .{1,40})",
        r"(?:contenus?|articles?|liens?) (?:sponsorises?|partenaires?|promotionnels?)(?: par .{1,30})?",
        r"la suite apres (?:cette|la) publicite",
        r"(?:story|article) continues (?:below|after)(?: (?:the |this )?(?:advertisement|ad))?",
        r"(?:scroll(?: down)?|continue reading) (?:to continue|below)(?: reading)?",
        r"ads by .{1,30}|report this ad|skip (?:this )?ad|supprimer (?:les|la) pub\w*",
    ),
)
_SHARING: tuple[str, ...] = (
    _whole(
        rf"(?:share|partage[rz]?|tweete[rz]|tweet|retweet|pin|epingler|envoye[rz]|recommande[rz]|post)"
        r"(?: (?:this|cet?|cette|l'|the|cet)? ?(?:article|story|page|post|billet|video)?)?(?: ?(?:on|sur|via|par"
        rf"|with|by|:|avec|to) ?(?:a friend|un ami|vos amis|your friends|{_NETWORK}))?",
        r"(?:click|cliquez)(?: here| ici)? (?:to|pour) (?:share|partager|print|imprimer|email|envoyer)\b.{0,80}",
        r"(?:follow|like|find|join|suivez|retrouvez|rejoignez|aimez)(?:-nous| us|-moi| me)?(?: aussi| also)? (?:on"
        rf"|sur) (?:notre (?:page|compte|chaine) )?{_NETWORK}(?:(?:,| et| and| ou| or) (?:sur |on )?{_NETWORK})*",
        rf"(?:follow|suivre|suivez) (?:@\w+|\S+(?: \S+){{0,3}}) (?:on|sur) {_NETWORK}",
        r"(?:follow|suivez)[- ](?:us|nous)",
        r"(?:share|like) this|j'aime(?: ca)?|like",
        r"(?:be the first to like|soyez le premier a aimer).{0,40}",
        r"(?:copy|copier)(?: the| le)? (?:link|lien|url)|(?:email|print|imprimer)(?: (?:this|cet?|the"
        r"|l')? ?(?:article|page|story))?",
        rf"(?:(?:share|partager|{_NETWORK})(?: ?[|/•·,-] ?| )){{1,8}}(?:plus|more|print|imprimer|{_NETWORK})",
        r"facebook|twitter|instagram|linkedin|pinterest|whatsapp|telegram|flipboard|youtube|tiktok|e-?mail|courriel"
        r"|reddit|messenger",
        r"\d[\d., ]{0,6}[km]? (?:shares?|partages?|likes?|j'aime|tweets?)",
    ),
    r"(?:mais |et |alors )?(?:n'hesitez pas a|pensez a"
    r"|vous pouvez(?: \w+)?|you can(?: \w+)?|feel free to|don't forget to|please) (?:partager|relayer"
    r"|diffuser|share) (?:cet?|cette|l'|le|this|our) ?(?:article|billet|page|video|story|post)\b",
)
_RELATED: tuple[str, ...] = (
    r"(?:a |et )?(?:lire|voir|ecouter|relire|revoir|decouvrir|regarder|consulter)(?: aussi| egalement| encore| ici"
    r"| sur le (?:meme )?sujet| sur notre site| la video| l'article)* ?[:>→|►▶»]",
    r"[>→►▶»•*+\[(-]+ ?(?:a |et )?(?:lire|voir|ecouter|relire|revoir|decouvrir)(?: aussi| egalement)?\b",
    r"(?:a )?(?:lire|voir|relire|revoir|ecouter|decouvrir) (?:aussi|egalement)$",
    r"(?:read|see|watch|listen|view)(?: more| also| next| this| too| now| related)* ?[:>→|►▶»]",
    r"(?:also (?:read|see|watch|on)|(?:read|see|watch) (?:also|next)|related|related (?:articles?|stories|story"
    r"|posts?|content|news|coverage|reading|links?|topics?|video)|more (?:on|from|about|in) [^.]{1,60}|don't miss"
    r"|must read|editor'?s'? picks?|in case you missed it|top stories|breaking news|latest news|latest"
    r"|further reading) ?[:>→|►▶»]",
    r"(?:lien|liens|articles?|dossiers?|sur le (?:meme )?(?:sujet|theme)|pour aller plus loin|notre dossier"
    r"|notre selection|plus d'(?:infos?|informations?|articles?)|en savoir plus|plus)(?: (?:connexes?|similaires?"
    r"|lies?|relatifs?|associes?|recents?|suivants?|precedents?|suggeres?|sur le sujet))* ?[:>→|►▶»]",
    r"(?:lire|voir|relire|ecouter) (?:aussi|egalement) (?:notre|nos|l'|le |la |les )[^.«»\"“”]{3,100}$",
    r"(?:retrouvez|decouvrez)(?: ici| egalement| aussi)? (?:tous |toutes |l'ensemble de )?(?:nos|notre)"
    r" (?:articles|dossiers?|selection|precedents?|autres)\b[^.«»\"“”]{0,80}[.!]?$",
    r"(?:notre selection d'articles|nos derniers articles|notre dossier (?:complet|special))[^.«»\"“”]{0,50}$",
    r"(?:read )?more on (?:this (?:story|topic|subject)|[^.]{1,40}:)",
    r"\[(?:a lire|lire aussi|read more|read also|also read|see also|related|voir aussi)\b",
    _whole(
        r"(?:articles?|sujets?|billets?|contenus?|liens?|posts?|dossiers?) (?:similaires?|connexes?|lies?|relatifs?"
        r"|associes?|recents?|suggeres?|recommandes?|populaires?|(?:les )?plus (?:lus?|consultes?|commentes?"
        r"|partages?))",
        r"(?:les |nos )?(?:plus|articles les plus) (?:lus?|consultes|commentes|partages|vus|populaires)",
        r"pour (?:approfondir|aller plus loin|en savoir plus)|a retrouver (?:aussi|egalement)(?: sur notre site)?",
        r"(?:sur le |dans le |dans la |de la )?meme (?:sujet|theme|rubrique|dossier|auteur)|du meme auteur"
        r"|sur le sujet",
        r"(?:a lire|a voir|a lire|lire|voir)(?: aussi| egalement| ensuite)(?: sur .{1,40})?|a la une"
        r"|a ne pas (?:manquer|rater)|a decouvrir(?: aussi| egalement)?|a lire sur .{1,40}|nos derniers articles"
        r"|derniers articles|derniere[s]? (?:minute|infos?|actus?|actualites?)",
        r"(?:vous (?:aimerez|pourriez|allez)(?: peut-etre)?(?: aussi)?(?: aimer| apprecier"
        r"| etre interesses?)?(?: aussi| egalement)?|ca peut vous interesser|cela (?:peut"
        r"|pourrait) (?:aussi )?vous interesser|recommande pour vous|nos recommandations)",
        r"(?:read|see|show|learn|load|view|watch) more|(?:en )?(?:savoir|lire|voir) (?:plus|la suite)"
        r"|lire la suite(?: de l'article)?|continue reading|afficher plus|plus d'articles",
        r"(?:you (?:may|might|could)(?: also)?(?: like| enjoy| be interested in)?|recommended(?: for you| stories"
        r"| reading)?|suggested (?:for you|reading)|what to read next|read next|up next|next up|more (?:stories|news"
        r"|articles|posts|videos|headlines|from .{1,40})|most (?:read|popular|viewed|shared|commented|recent)"
        r"|popular (?:now|posts|stories|articles)|trending(?: now| stories| topics)?|related(?: articles?| stories"
        r"| posts?| content| news| topics?| links?| coverage| reading| items)|(?:latest|recent|top) (?:news|stories"
        r"|posts|articles|headlines|videos|comments)|from (?:around )?the web|around the web|in this (?:article"
        r"|story)|editors'? picks?|don't miss|popular on .{1,40})",
        r"(?:article|billet|post|page|story|sujet)s? (?:precedente?|suivante?)s?|(?:previous|next) (?:article|post"
        r"|story|page)|navigation (?:de l'article|des articles)|post navigation",
    ),
    r"(?:article|billet|previous|next) ?(?:precedent|suivant|article|post|story) ?[:→←»>|-] ?\S",
)
_TAGS: tuple[str, ...] = (
    r"(?:tags?|mots?[- ]?cles?|keywords?|etiquettes?|hashtags?|labels?|filed under|posted in|classe dans|themes?"
    r"|sujets?|rubriques?|topics?|categories?|categorie|category|tags? associes?) ?: ?\S.{0,300}$",
    r"(?:tagged(?: with| as| in)?|filed under|posted in|publie dans|classe dans|range dans|etiquete|tags) (?!on\b"
    r"|that\b|les\b|la\b|le\b|une?\b)[^.!?]{1,160}$",
    r"(?:sujets? (?:associes?|lies?)|dans cet article|in this article|plus sur|more on)(?: ces sujets)? ?: ?"
    r"[^.!?]{2,160}$",
    _whole(r"explore more on these topics|(?:mots?[- ]?cles?|tags|themes) (?:associes|lies)(?: a cet article)?"),
    _whole(r"tags?|mots?[- ]cles?|keywords?|etiquettes?|topics?|sur (?:les )?memes? themes?"),
    r"(?:#\w+[ ,]*){2,}$",
)
_BREADCRUMB: tuple[str, ...] = (
    r"(?:vous etes ici|you are here) ?:? ?",
    r"(?:accueil|home|homepage|page d'accueil|news|actualites?|actu) ?[/>»›→|•·▸\\]+ ?\S",
    r"[^«.!?>›/|]{1,40}(?: ?[>›»▸] ?[^«.!?>›»▸]{1,90}){2,6}$",
)
_NAVIGATION: tuple[str, ...] = (
    _whole(
        r"(?:ouvrir |fermer |open |close |main |toggle |afficher )?(?:le |the )?(?:menu|navigation)(?: principal)?"
        r"|toggle (?:navigation|search)",
        r"(?:skip|jump|aller|passer|acceder)(?: directement)? (?:to|au|a la)(?: the)?(?: main)? (?:content"
        r"|contenu(?: principal)?|navigation|recherche|menu|search)",
        r"(?:rechercher|recherche|search)(?: (?:for|sur le site|this site|icon|:))?|search (?:the )?(?:site"
        r"|this website)",
        r"(?:accueil|home|homepage)",
        r"(?:se connecter|connexion|connectez-vous|log ?in|log ?out|sign ?(?:in|out)|deconnexion|se deconnecter"
        r"|mon compte|my account|mon profil)(?: ?[/|] ?(?:s'inscrire|register|sign ?up|inscription))?",
        r"(?:fermer|close|ouvrir|open|suivant|precedent|next|previous|prev|back|retour|annuler|cancel|envoyer|submit"
        r"|valider|play|pause|lecture)",
        r"(?:ecouter|lire|listen to) (?:cet|l'|this) ?article(?: en audio)?",
        r"(?:page )?(?:suivante|precedente)|(?:older|newer) (?:posts?|entries)|(?:articles"
        r"|billets) (?:plus )?(?:anciens|recents)",
        r"(?:voir|afficher|show|view|see) (?:plus|more|all|tout(?:es)?(?: .{1,30})?|less|moins)|load more",
        r"(?:rubriques|sections|newsletters?|podcasts?|videos?|archives|dossiers|diaporamas?|photos|edition(?:s)?"
        r"|e-?paper|le journal)",
        r"(?:agrandir|zoom|enlarge|view (?:full ?screen|gallery|slideshow|photos?)|plein ecran|full ?screen"
        r"|(?:image |photo |slide )?\d{1,3} ?(?:of|sur|/) ?\d{1,3})",
    ),
    r"[^\w]{1,3}(?:home|accueil|menu|search|rechercher)$",
    r"(?:plus|more) ?[!.…>»→▸›*+]*$",
)
_DATE: tuple[str, ...] = (
    r"(?:(?:first )?(?:publie|publiee|mis a jour|mise a jour|modifie|cree|ecrit|poste|published|updated|posted"
    r"|last (?:updated|modified)|date|created|issued|maj|par la redaction)(?: on| le| at)? ?:? ?(?:le |the |on "
    r"|at )?)?"
    rf"{DATE_AND_TIME}(?: ?\(?(?:[a-z]{{2,4}}|utc|gmt)(?:[+-]\d+)?\)?)?(?: ?[-–|•·,] ?(?:(?:mis a jour|modifie|maj"
    rf"|updated|last updated|publie)\b.{{0,60}}|{DATE_AND_TIME}))?{_END}$",
    rf"(?:mis a jour|updated|publie|published|modifie|last updated) ?:? ?(?:le |on |a |at )?{DATE_AND_TIME}",
    r"(?:(?:cet |l')?article |ce (?:billet|texte) |(?:this|the) (?:article|story|post|page) )?"
    r"(?:a ete |est |was |has been )?(?:(?:derniere|premiere|first|last|initialement|originally) )?"
    r"(?:publication|mise? a jour|modification|modifie|publie|updated?|modified|published|edited)e? ?"
    rf"(?:on |le |at |: ?|- ?)?(?:on |le )?{DATE_AND_TIME}.{{0,30}}$",
    r"(?:publie |published |updated |mis a jour |poste |posted )?(?:il y a |about )?\d{1,3} ?(?:secondes?|minutes?"
    r"|min|heures?|h|jours?|semaines?|mois|ans?|seconds?|mins?|hours?|hrs?|days?|weeks?|months?|years?)(?: ago)?$",
    r"(?:temps de lecture|lecture|reading time|duree de lecture|read time"
    r"|estimated reading time)(?: estime)? ?:? ?\d{1,3} ?(?:mn|min|minutes?|')(?: read)?$",
    r"\d{1,3} ?(?:min|mn|minutes?)[ -]?(?:read|de lecture)$",
)

_BYLINE_AFTER_DATE: tuple[str, ...] = (
    r"(?:(?:posted|published|publie|ecrit|redige|written|poste|mis en ligne)(?: on| le)? |le |on )?"
    rf"{DATE_AND_TIME},? (?:by|par) [^.!?]{{2,60}}$",
)

PHRASES: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    ("consent", _CONSENT),
    ("comment", _COMMENT),
    ("footer", _FOOTER),
    ("rating", _RATING),
    ("advertisement", _ADVERTISEMENT),
    ("subscription", (*WALLS, *LABELS, *CALLS)),
    ("related_link", _RELATED),
    ("tags", _TAGS),
    ("breadcrumb", _BREADCRUMB),
    ("sharing", _SHARING),
    ("byline", _BYLINE_AFTER_DATE),
    ("date", _DATE),
    ("navigation", _NAVIGATION),
)

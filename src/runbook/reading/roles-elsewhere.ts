import type {SectionRole} from '../model.ts';

/**
What a heading says in languages other than English. Stems, since most of them bend their words; the first that fits
wins.
*/
export function roleInOtherWords(title: string): SectionRole | undefined {
	const words = title.toLowerCase().normalize('NFC');
	return stems.find(([, pattern]) => pattern.test(words))?.[0];
}

const stems: readonly (readonly [SectionRole, RegExp])[] = [
	[
		'troubleshooting',
		/fehlerbehebung|fehlersuche|bekannte probleme|dépannage|problèmes connus|solución de problemas|problemas (?:comunes|conhecidos|frecuentes)|solução de problemas|risoluzione dei problemi|probleemoplossing|устранение неполадок|известные проблемы|故障排[查除]|常见问题|トラブルシューティング|よくある問題|문제 해결/,
	],
	[
		'rollback',
		/rücknahme|zurückrollen|wiederherstellung bei fehler|retour (?:en )?arrière|annulation|restauration en cas|reversión|revertir|marcha atrás|reversão|reverter|ripristino|terugdraaien|откат|回滚|回退|ロールバック|切り戻し|롤백/,
	],
	[
		'escalation',
		/eskalation|ansprechpartner|bereitschaft|escalade|escalado|escalamiento|escalonamento|contactos|contatti|contatos|эскалац|контакты|升级联系|联系人|エスカレーション|連絡先|연락처/,
	],
	['emergency', /^notfall|urgence|emergencia|emergência|emergenza|noodgeval|авари|紧急|緊急|긴급/],
	[
		'prerequisites',
		/voraussetzung|vorbereitung|vorbedingung|pr[ée]requis|préparation|avant de commencer|prerrequisito|requisitos|antes de (?:empezar|começar|comenzar)|preparaci[oó]n|prepara[cç][aã]o|pr[eé]-requisito|prerequisiti|vereisten|требования|подготовка|предварительн|前提条件|事前準備|准备工作|先决条件|사전 (?:준비|조건)/,
	],
	[
		'verify',
		/überprüf|verifikation|prüfung|vérification|validation|verificaci[oó]n|verifica[cç][aã]o|valida[cç][aã]o|comprobaci[oó]n|verifica\b|verificatie|controle achteraf|проверка|验证|検証|確認|검증/,
	],
	[
		'briefing',
		/^(?:überblick|übersicht|zweck|ziel|einleitung|aperçu|objectif|but|introduction|objetivo|prop[oó]sito|resumen|resumo|vis[aã]o geral|scopo|panoramica|doel|overzicht|цель|обзор|введение|概述|目的|概要|はじめに|개요|목적)/,
	],
	[
		'reference',
		/^(?:inhaltsverzeichnis|verweise|weiterführend|hintergrund|architektur|table des matières|références|contexte|architecture|índice|referencias|referências|contexto|arquitectura|arquitetura|riferimenti|indice|achtergrond|verwijzingen|содержание|ссылки|архитектура|目录|参考|背景|架构|目次|参考資料|アーキテクチャ|목차|참고)/,
	],
];

/** The commonest small words of English; of a text in English they are a fifth and more. */
const smallWords = /\b(?:the|to|of|and|is|in|a|for|on|with|that|this|be|are|it|you|from|or|if|as)\b/gi;
/** Fewer of all words than this, and the text is not in English. */
const smallShare = 0.06;
/** A shorter text with letters beyond A to Z in it is taken for another language. */
const wordsMin = 25;
/** Characters that are looked at; the language does not change later. */
const sampleMax = 20_000;

/** Says whether prose is English, so that moods of its sentences mean something (rule R7). */
export function isEnglish(prose: string): boolean {
	const sample = prose.slice(0, sampleMax).replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`|https?:\S+/g, ' ');
	if (!/(?![A-Za-z])\p{L}/u.test(sample)) return true;
	const words = sample.match(/\p{L}+/gu)?.length ?? 0;
	const small = sample.match(smallWords)?.length ?? 0;
	return words >= wordsMin && small >= words * smallShare;
}

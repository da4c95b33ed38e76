import {hasOption, positionalWords} from './options.ts';
import type {Judged, Rule} from './rule.ts';

type Call = Judged & {readonly positional: string};

const kubernetes: Rule = {
	values:
		'-n --namespace --context --kubeconfig --cluster -s --server --as -l --selector -o --output -f --filename -c --container --field-selector',
	more: call => kubernetesDanger(call),
	read: `get, describe, logs, top, version, explain, api-resources, api-versions, cluster-info, diff, wait, options, completion, auth can-i, auth whoami, rollout status, rollout history,
		config view, config get-contexts, config current-context, config get-clusters, port-forward, proxy, events, kustomize, plugin list, whoami, status, argo rollouts get, argo rollouts status, cnpg status`.replaceAll(
		/\s+/g,
		' ',
	),
	irreversible: 'delete, replace --force',
};

const containers: Rule = {
	values:
		'-H --host -c --context --config --log-level -f --file -p --project-name --profile --env-file --project-directory -n --tail --filter --format',
	more: call => containerDanger(call),
	read: `ps, images, logs, inspect, stats, top, version, info, history, port, diff, search, events, wait, container ls, container list, container inspect, container logs, container stats, container top,
		image ls, image list, image inspect, image history, network ls, network inspect, volume ls, volume inspect, system df, system info, compose ps, compose logs, compose config, compose images,
		compose top, compose ls, compose version, compose port, compose events, compose stats, compose convert, manifest inspect, buildx ls, buildx inspect, buildx imagetools inspect, context ls, context show, node ls, node ps,
		node inspect, service ls, service ps, service logs, service inspect, stack ls, stack ps, stack services, secret ls, config ls, scout`.replaceAll(
		/\s+/g,
		' ',
	),
	irreversible:
		'system prune, volume rm, volume prune, volume remove, image prune, container prune, network prune, builder prune, buildx prune, swarm leave, secret rm, config rm, stack rm, stack down, service rm',
};

const terraform: Rule = {
	more: ({words}) => (words.includes('-destroy') && words.includes('apply') ? 'irreversible' : undefined),
	read: 'plan, show, output, validate, version, providers, graph, state list, state show, state pull, workspace list, workspace show, console, metadata, fmt -check, run-all plan, get',
	irreversible: 'destroy, state rm, workspace delete, force-unlock, taint, run-all destroy',
};

/** Programs that steer clusters, containers and clouds. */
export const clouds: Readonly<Record<string, Rule>> = {
	kubectl: kubernetes,
	oc: {...kubernetes, read: `${kubernetes.read}, project, projects, adm top`},
	k: kubernetes,
	docker: containers,
	podman: containers,
	nerdctl: containers,
	'docker-compose': {
		...containers,
		more: call => containerDanger({...call, positional: `compose ${call.positional}`}),
		read: 'ps, logs, config, images, top, ls, version, port, events',
	},
	crictl: {
		read: 'ps, pods, images, logs, inspect, inspectp, stats, info, version',
		irreversible: 'rmp, rm, rmi',
	},
	skopeo: {read: 'inspect, list-tags', irreversible: 'delete'},
	crane: {read: 'digest, manifest, ls, config, catalog, validate, version', irreversible: 'delete'},
	cosign: {read: 'verify, verify-blob, verify-attestation, tree, triangulate, version'},
	trivy: {otherwise: 'read'},
	grype: {otherwise: 'read'},
	syft: {otherwise: 'read'},
	helm: {
		values: '-n --namespace --kube-context --kubeconfig -f --values --set --version',
		more: ({words}) => (words.includes('--dry-run') ? 'read' : undefined),
		read: 'list, ls, status, get, history, template, diff, search, show, inspect, lint, version, env, verify, repo list, dependency list',
		irreversible: 'uninstall, delete, del, un',
	},
	helmfile: {
		values: '-e --environment -f --file -l --selector',
		read: 'diff, list, template, lint, status, build',
		irreversible: 'destroy, delete',
	},
	kustomize: {read: 'build, version, cfg'},
	kubectx: {more: ({words}) => (words.length === 1 || hasOption(words, '-c') ? 'read' : undefined)},
	kubens: {more: ({words}) => (words.length === 1 || hasOption(words, '-c') ? 'read' : undefined)},
	argocd: {
		read: 'app get, app list, app diff, app history, app wait, app manifests, app logs, app resources, cluster list, repo list, proj list, version, account get-user-info',
		irreversible: 'app delete, app delete-resource, proj delete, cluster rm',
	},
	argo: {read: 'get, list, logs, watch, wait, lint, version', irreversible: 'delete'},
	flux: {
		read: 'get, logs, check, diff, tree, stats, trace, events, version, export',
		irreversible: 'delete, uninstall',
	},
	istioctl: {
		read: 'analyze, proxy-status, proxy-config, ps, pc, version, validate, describe',
		irreversible: 'uninstall',
	},
	velero: {
		read: 'backup get, backup describe, backup logs, restore get, restore describe, restore logs, schedule get, get, describe, version',
		irreversible: 'backup delete, restore create, restore delete, schedule delete, delete, uninstall',
	},
	etcdctl: {
		read: 'get, member list, endpoint, version, alarm list, check, user list, role list',
		irreversible: 'del, snapshot restore, member remove, defrag, compact',
		values: '--endpoints --cacert --cert --key -w --write-out',
	},
	eksctl: {read: 'get, version, info', irreversible: 'delete'},
	kops: {read: 'get, validate, version', irreversible: 'delete'},
	kind: {read: 'get, version', irreversible: 'delete'},
	minikube: {read: 'status, ip, logs, version, profile list', irreversible: 'delete'},
	kubeadm: {
		read: 'version, config view, certs check-expiration, token list, upgrade plan',
		irreversible: 'reset',
	},
	terraform,
	tofu: terraform,
	terragrunt: terraform,
	pulumi: {
		read: 'preview, stack ls, stack output, stack history, config get, version, logs, whoami, about',
		irreversible: 'destroy, stack rm, state delete, cancel',
	},
	packer: {read: 'validate, inspect, version'},
	consul: {
		read: 'members, kv get, catalog, info, version, operator raft list-peers, intention list, monitor',
		irreversible: 'kv delete, leave, force-leave, snapshot restore',
	},
	vault: {
		read: 'status, read, list, kv get, kv list, kv metadata get, version, token lookup, auth list, secrets list, policy list, policy read, operator raft list-peers',
		irreversible:
			'kv destroy, kv delete, delete, secrets disable, auth disable, operator seal, lease revoke, operator raft snapshot restore, kv metadata delete',
	},
	nomad: {
		read: 'status, job status, node status, alloc status, alloc logs, plan, job plan, job history, server members, version, deployment status, deployment list',
		irreversible: 'job stop -purge, system gc, namespace delete',
	},
	aws: {values: '--profile --region --output --query --endpoint-url', more: call => awsDanger(call)},
	gcloud: {
		more: call => verbDanger(call, '--project --zone --region --format --filter --account --configuration'),
	},
	az: {more: call => verbDanger(call, '--subscription -s -g --resource-group -n --name -o --output --query')},
	doctl: {more: call => verbDanger(call, '-c --context --format -t')},
	hcloud: {more: call => verbDanger(call, '--context -o')},
	oci: {more: call => verbDanger(call, '--profile --region')},
	openstack: {more: call => verbDanger(call, '--os-cloud -f -c')},
	bq: {read: 'ls, show, head, query --dry_run', irreversible: 'rm, truncate'},
	gsutil: {values: '-o -h', read: 'ls, cat, stat, du, hash, version', irreversible: 'rm, rb, rsync -d'},
	s3cmd: {read: 'ls, la, info, du', irreversible: 'del, rm, rb, sync --delete-removed'},
	mc: {
		read: 'ls, cat, head, stat, du, diff, find, tree, version, admin info',
		irreversible: 'rm, rb, mirror --remove',
	},
	heroku: {
		values: '-a --app -r --remote',
		read: 'ps, logs, config, config:get, releases, apps, info, status, pg:info, pg:backups, addons, domains, certs',
		irreversible: 'pg:reset, apps:destroy, pg:backups:restore, addons:destroy, config:unset, destroy',
	},
	flyctl: {
		values: '-a --app',
		read: 'status, logs, releases, info, checks list, apps list, config show, version, machine list, volumes list',
		irreversible: 'destroy, apps destroy, volumes destroy, machine destroy',
	},
	fly: {
		values: '-a --app',
		read: 'status, logs, releases, info, checks list, apps list, config show, version, machine list, volumes list',
		irreversible: 'destroy, apps destroy, volumes destroy, machine destroy',
	},
	wrangler: {
		read: 'whoami, tail, deployments list, kv namespace list, d1 list, versions list',
		irreversible: 'delete, d1 delete, kv namespace delete',
	},
	vercel: {read: 'ls, list, inspect, logs, whoami, env ls', irreversible: 'rm, remove, env rm'},
};

function kubernetesDanger({words, positional}: Call): 'read' | 'irreversible' | 'changing' | undefined {
	const isDry = words.some(word => /^--dry-run(?:=(?:client|server|true))?$/.test(word));
	if (isDry) {
		return 'read';
	}
	const isPatchToNothing =
		/^(?:scale|patch|autoscale)\b/.test(positional) &&
		words.some(
			(word, index) =>
				/^--replicas=0$|"replicas":\s*0\b/.test(word) || (word === '--replicas' && words[index + 1] === '0'),
		);
	if (isPatchToNothing || (positional.startsWith('replace') && words.includes('--force'))) {
		return 'irreversible';
	}
	return undefined;
}

function containerDanger({words, positional}: Call): 'read' | 'irreversible' | undefined {
	if (/^compose (?:down|rm)\b/.test(positional)) {
		return hasOption(words, '-v', '--volumes') || words.includes('--rmi') ? 'irreversible' : undefined;
	}
	if (/^(?:container )?rm\b/.test(positional) && hasOption(words, '-v', '--volumes')) {
		return 'irreversible';
	}
	if (
		/^(?:service )?scale\b.*=0\b/.test(positional) ||
		(/^service update\b/.test(positional) && words.includes('--replicas=0'))
	) {
		return 'irreversible';
	}
	return words.includes('--dry-run') ? 'read' : undefined;
}

function awsDanger({words, positional}: Call): 'read' | 'irreversible' | 'changing' {
	const [service = '', verb = ''] = positional.split(' ');
	if (words.includes('--dry-run') || words.includes('--dryrun')) {
		return 'read';
	}
	if (service === 's3') {
		const isGone = /^(?:rm|rb|mv)$/.test(verb) || words.includes('--delete');
		return verb === 'ls' || verb === 'presign' ? 'read' : isGone ? 'irreversible' : 'changing';
	}
	if (
		/^(?:describe|list|get|head|lookup|search|batch-get|test|validate|estimate|filter|query|scan|select|wait|tail|view)(?:-|$)|^ls$/.test(
			verb,
		)
	) {
		return 'read';
	}
	return /^(?:delete|terminate|remove|purge|deregister|destroy|release|cancel|disable|revoke|empty|restore|schedule-key-deletion)(?:-|$)/.test(
		verb,
	)
		? 'irreversible'
		: 'changing';
}

/** Clouds whose verb stands last or second to last: `gcloud compute instances delete x`. */
function verbDanger({words}: Call, values: string): 'read' | 'irreversible' | 'changing' {
	const verbs = positionalWords(words, values);
	if (
		verbs.some(word =>
			/^(?:delete|destroy|remove|rm|purge|deallocate|abandon|restore|reset|undelete|delete-\S+|recreate)$/.test(
				word,
			),
		)
	) {
		return 'irreversible';
	}
	const changes = verbs.some(word =>
		/^(?:create|update|set|add|deploy|start|stop|restart|resize|scale|apply|import|export|enable|disable|ssh|run|submit|patch|attach|detach|move|copy|promote|failover|login|set-\S+|add-\S+|remove-\S+|update-\S+|invoke|publish|execute|reboot|rollback|upload|download|cp|mv|rsync|swap)$/.test(
			word,
		),
	);
	return !changes &&
		verbs.some(word =>
			/^(?:list|describe|show|get|info|read|ls|get-\S+|list-\S+|describe-\S+|status|tail|logs|version|wait)$/.test(
				word,
			),
		)
		? 'read'
		: 'changing';
}

/**
Says whether a word names a program that people use in runbooks, or a script of theirs: `./deploy.sh`, `bin/rails`.
A path prefix and `.exe` are looked through.
*/
export function isKnownCommand(word: string): boolean {
	if (word === '' || word.length > 200) {
		return false;
	}
	return (
		isScript(word) ||
		known.has(word) ||
		known.has(word.replace(programPath, '').replace(/\.exe$/i, '')) ||
		isNumbered(word)
	);
}

/** A directory that programs are called by; `docs/make` and an address name no program. */
const programPath = /^(?:~|\.{1,2}|\$\{?\w+\}?)?\/(?:[^:]*\/)?|^(?:[\w.-]+\/)*s?bin\//;

/** `./x`, `../x`, `~/x/y`, `bin/x`, `scripts/x`, `/opt/app/bin/x`, `x.sh`; not a bare directory or a file of data. */
export function isScript(word: string): boolean {
	if (/[\s:?*]/.test(word) || word.endsWith('/')) {
		return false;
	}
	const isPath =
		/^(?:\.{1,2}|~|\$\{?\w+\}?)\/[\w./@+${}-]+$/.test(word) ||
		/^(?:bin|sbin|scripts?|tools|hack|ops|ci|deploy|vendor\/bin|node_modules\/\.bin|\/(?:usr\/(?:local\/)?)?s?bin|\/opt\/[\w./-]*bin)\/[\w./-]+$/.test(
			word,
		);
	return (
		(isPath &&
			!/\.(?:md|txt|json|ya?ml|conf|cfg|ini|log|sql|csv|html?|pdf|png|env|toml|xml|tf|gz|zip|tar|dump)$/i.test(
				word,
			)) ||
		/^[\w.-]+\.(?:sh|bash)$/.test(word)
	);
}

/** `python3.12`, `gcc-13`, `php8.2`, `postgres15`. */
function isNumbered(word: string): boolean {
	const base = word.replace(/^.*\//, '').replace(/-?\d+(?:\.\d+)*$/, '');
	return (
		base !== '' &&
		['python', 'pip', 'php', 'ruby', 'gcc', 'clang', 'node', 'perl', 'lua', 'gem'].includes(base)
	);
}

/** One line a field; what the shell itself knows comes first. */
const words = `
	. : [ [[ alias bg break builtin case cd command continue declare dirs disown do echo eval exec exit export false fc fg for function getopts hash
	if jobs let local logout mapfile popd printf pushd pwd read readonly return set shift shopt source test time times trap true type typeset
	ulimit umask unalias unset until wait while
	awk base64 basename bc cat chattr chgrp chmod chown cksum clear cmp column comm cp csplit curl cut date dd df diff dig dirname dircolors dmesg dos2unix
	du egrep env envsubst expand expr factor fgrep file find fmt fold free fuser gawk getent getfacl git grep groups gunzip gzip head hexdump host hostname
	hostnamectl iconv id install join jq kill killall last lastlog less link ln locale locate logger ls lsattr lsblk lscpu lsof lspci lsusb lz4 make md5sum mkdir
	mkfifo mknod mktemp more mount mountpoint mv nice nl nohup nproc nslookup numfmt od openssl paste patch pgrep ping pidof pkill pr printenv ps pv readlink
	realpath renice reset rg rm rmdir rsync scp screen script sed seq setfacl sftp sha1sum sha256sum sha512sum shred shuf sleep sort split ss ssh
	ssh-add ssh-agent ssh-copy-id ssh-keygen ssh-keyscan sshpass sshfs stat stdbuf strace strings stty su sudo doas sum swapoff swapon sync tac tail tar taskset
	tee telnet timeout tmux touch tr tree truncate tsort tty umount uname unexpand uniq unlink unxz unzip uptime users vmstat vi vim nvim nano emacs pico ed code
	visudo vipw w wall watch wc wget whereis which who whoami whois xargs xxd xz yes yq zcat zgrep zip zless zstd ack ag bat fd fzf htop top btop atop iotop iftop
	nethogs glances dstat iostat mpstat sar pidstat ncdu mtr traceroute tracepath tcpdump tshark nc ncat netcat nmap socat iperf iperf3 ethtool ip ifconfig
	route arp netstat iptables iptables-save ip6tables nft ufw firewall-cmd ipset sysctl modprobe lsmod insmod rmmod depmod udevadm open xdg-open pbcopy xclip say
	apt apt-get apt-cache apt-key aptitude dpkg dpkg-query yum dnf rpm zypper pacman apk brew snap flatpak port nix nix-env nix-shell nixos-rebuild emerge
	pip pip3 pipx pipenv poetry uv uvx conda mamba micromamba virtualenv pyenv python python3 ipython jupyter pytest tox nox ruff black mypy flake8 twine gunicorn uvicorn
	celery flask django-admin alembic dbt airflow dagster prefect spark-submit pyspark hdfs hadoop hive beeline yarn
	npm npx pnpm bun bunx node deno nvm fnm volta corepack tsc tsx eslint prettier jest vitest playwright cypress vite next nuxt webpack turbo nx lerna changeset
	semantic-release pm2 forever serverless sls sst vercel netlify wrangler firebase expo eas ng vue
	ruby gem bundle bundler rake rails rspec rubocop cap capistrano puma sidekiq irb rbenv rvm chruby jekyll pod fastlane
	java javac jar jps jstack jmap jcmd jstat keytool mvn mvnw gradle gradlew ant sbt scala kotlin kotlinc lein clj
	go gofmt goreleaser golangci-lint cargo rustc rustup cross gcc g++ cc clang cmake ctest ninja meson bazel bazelisk buck just task mage
	php composer artisan symfony drush wp phpunit dotnet nuget msbuild mix iex elixir erl rebar3 ghc cabal stack opam dune swift xcodebuild xcrun flutter dart
	perl cpan cpanm lua luarocks R Rscript julia octave tclsh expect
	docker docker-compose dockerd podman podman-compose buildah skopeo nerdctl ctr crictl containerd runc crane cosign oras trivy grype syft hadolint dive kaniko regctl
	kubectl k oc helm helmfile kustomize k9s kubeadm kubelet kubectx kubens kubeseal k3s k3d kind minikube microk8s stern argocd argo flux istioctl linkerd velero skaffold
	tilt eksctl kops kubeconform kubeval kubectl-argo-rollouts cilium calicoctl cmctl etcdctl etcdutl rke rke2 talosctl clusterctl odo tkn rancher virtctl
	aws aws-vault awslocal sam cdk copilot eb ecs-cli chamber gcloud gsutil bq az azcopy func doctl hcloud linode-cli vultr-cli scw oci ibmcloud aliyun flyctl fly heroku
	cf railway render openstack nova cinder neutron swiftly exo upctl civo
	terraform tofu terragrunt tflint tfsec terrascan packer vagrant pulumi ansible ansible-playbook ansible-galaxy ansible-vault ansible-inventory ansible-lint salt
	salt-call salt-ssh puppet r10k chef chef-client knife cfn-lint infracost checkov nomad consul vault boundary waypoint sops age age-keygen gopass pass op bw lpass doppler infisical
	gh glab hub jira tea git-lfs git-cliff git-crypt git-filter-repo pre-commit lefthook circleci buildkite-agent gitlab-runner drone act
	psql pg_dump pg_dumpall pg_restore pg_basebackup pg_ctl pg_ctlcluster pg_lsclusters pg_isready pg_upgrade pg_upgradecluster pg_rewind pg_controldata pg_resetwal
	pg_receivewal pg_verifybackup pg_waldump pg_amcheck pg_archivecleanup pgbench pgbackrest barman wal-g repmgr patroni patronictl pgbouncer pgloader createdb
	dropdb createuser dropuser reindexdb vacuumdb clusterdb initdb postgres mysql mysqldump mysqladmin mysqlcheck mysqlbinlog mysqlpump mysqlsh mariadb mariadb-dump
	mariabackup xtrabackup innobackupex sqlite3 redis-cli redis-server redis-benchmark valkey-cli mongo mongosh mongodump mongorestore mongoexport mongoimport mongod
	cqlsh nodetool sstableloader clickhouse-client clickhouse influx influxd cypher-shell neo4j-admin cockroach tiup vtctl vtctlclient vtctldclient rqlite sqlcmd bcp sqlplus
	rman expdp impdp db2 flyway liquibase goose dbmate atlas migrate sqitch prisma sequelize knex typeorm pt-online-schema-change pt-query-digest gh-ost
	kafka-topics kafka-topics.sh kafka-console-consumer kafka-console-producer kafka-consumer-groups kafka-consumer-groups.sh kafka-configs kafka-acls kcat kafkacat
	rabbitmqctl rabbitmqadmin rabbitmq-plugins rabbitmq-diagnostics nats nsq_stat zkCli.sh zkcli elasticdump curator elasticsearch-plugin opensearch-plugin promtool
	amtool prometheus grafana-cli grafana-server alertmanager logcli mimirtool loki tempo vector fluentd fluent-bit filebeat telegraf datadog-agent newrelic sentry-cli
	systemctl service journalctl loginctl timedatectl systemd-analyze systemd-run systemd-cgls systemd-resolve resolvectl networkctl machinectl coredumpctl busctl
	initctl chkconfig update-rc.d rc-service rc-update supervisorctl supervisord monit runit sv launchctl s6-svc crontab at atq atrm anacron cron logrotate shutdown
	reboot halt poweroff init telinit runlevel useradd userdel usermod adduser deluser groupadd groupdel gpasswd passwd chpasswd chage newgrp runuser
	nginx apachectl apache2ctl httpd a2ensite a2dissite a2enmod caddy haproxy traefik envoy varnishd varnishadm certbot acme.sh lego step mkcert cfssl
	fdisk parted gdisk sgdisk cfdisk sfdisk partprobe wipefs mkfs mkfs.ext4 mkfs.xfs mke2fs mkswap e2fsck fsck tune2fs resize2fs xfs_growfs xfs_repair blkid
	blkdiscard hdparm smartctl mdadm pvs pvcreate pvresize pvremove vgs vgcreate vgextend vgremove lvs lvcreate lvextend lvresize lvremove lvreduce cryptsetup
	zfs zpool btrfs multipath iscsiadm showmount exportfs losetup growpart ceph rados rbd radosgw-admin gluster drbdadm nvme fio cephadm rook
	pcs crm corosync-cfgtool keepalived ipvsadm ipmitool dmidecode lshw nvidia-smi perf bpftrace ltrace gdb gcore valgrind sysdig
	gpg gpg2 gpgconf gpg-agent ssh-keysign minisign signify kinit klist kdestroy ldapsearch ldapmodify ldapadd ldapwhoami getsebool setsebool semanage restorecon
	setenforce getenforce auditctl ausearch aureport fail2ban-client clamscan lynis rkhunter aide keyctl
	http https xh httpie hurl grpcurl grpc_cli websocat wscat ab wrk hey k6 vegeta siege locust artillery jmeter mail mailx sendmail swaks msmtp postfix postqueue postsuper postconf exim mutt
	restic borg borgmatic duplicity rclone rdiff-backup s3cmd s5cmd mc minio lftp ftp tftp aria2c bacula-console bconsole barman-cli
	virsh virt-install qemu-img qemu-system-x86_64 lxc lxd incus lxc-attach qm pct pvesh pvecm VBoxManage vmware-cmd govc esxcli multipass lima colima
	gitlab-ctl gitlab-psql gitlab-rails gitlab-rake gitlab-backup gitlab-redis-cli gitlab-patronictl fsck.ext4 fsck.xfs wal-e service-control rosa ocm osdctl ccoctl oc-mirror hcp crictl-ps subctl must-gather apicup
	gonogo bash sh zsh fish dash ksh csh tcsh pwsh powershell cmd chroot unshare nsenter setsid flock parallel sem ts moreutils sponge ionice chrt cgexec
	cmake-format protoc buf openapi-generator swagger redocly mkdocs sphinx-build hugo pandoc asciidoctor latexmk ffmpeg convert magick exiftool
	mvn-version mvnd nodemon concurrently dotenv direnv asdf mise rtx chezmoi stow envchain autossh mosh et teleport tsh tailscale wg wg-quick openvpn cloudflared ngrok
`;

const known: ReadonlySet<string> = new Set(words.split(/\s+/).filter(word => word !== ''));

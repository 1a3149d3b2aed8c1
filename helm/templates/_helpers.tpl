{{- define "etiqueta.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- /* With room for the suffixes of objects that belong to it. */}}
{{- define "etiqueta.fullname" -}}
{{- $name := include "etiqueta.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- /* Of the objects of a release. Never of what selects pods, which cannot be changed. */}}
{{- define "etiqueta.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "etiqueta.ownLabels" -}}
app.kubernetes.io/name: {{ include "etiqueta.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- /* The pods that serve, and not the one of helm test. */}}
{{- define "etiqueta.selectorLabels" -}}
{{ include "etiqueta.ownLabels" . }}
app.kubernetes.io/component: server
{{- end }}

{{- define "etiqueta.testLabels" -}}
{{ include "etiqueta.ownLabels" . }}
app.kubernetes.io/component: test
{{- end }}

{{- define "etiqueta.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "etiqueta.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "etiqueta.image" -}}
{{- with .Values.image }}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (default $.Chart.AppVersion .tag) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The restricted Pod Security Standard, and a root file system that nobody writes to. */}}
{{- define "etiqueta.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- /* The seconds in which models are fetched and proven: what a start may take. */}}
{{- define "etiqueta.startSeconds" -}}
{{- add .Values.model.fetchTimeoutSeconds 60 }}
{{- end }}

{{- /* An environment variable for each property that is set. */}}
{{- define "etiqueta.properties" -}}
{{- range $name, $value := . }}
{{- if $value }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- /* What decides which models serve. In the pod's template, and not in the ConfigMap: when an upgrade has failed, a
former pod that restarts must start with its own. */}}
{{- define "etiqueta.modelEnv" -}}
{{- with .Values.model }}
{{- include "etiqueta.properties" (dict
  "ETIQUETA_REPOSITORY_URL" .repository
  "ETIQUETA_REPOSITORY_REVISION" .revision
  "ETIQUETA_REPOSITORY_PATH" .path
  "ETIQUETA_DEFAULTMODEL" .default
  "ETIQUETA_DEPLOYMENT_POLLINTERVAL" .pollInterval
  "ETIQUETA_DEPLOYMENT_TIMEOUT" (printf "%ds" (int .fetchTimeoutSeconds))) }}
{{- with .auth.existingSecret }}
{{- $secret := . }}
{{- range list "token" "username" "password" }}
- name: ETIQUETA_REPOSITORY_{{ upper . }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ . }}
      optional: true
{{- end }}
{{- end }}
{{- with .ssh.existingSecret }}
- name: ETIQUETA_REPOSITORY_PRIVATEKEY
  value: /etc/etiqueta/ssh/ssh-privatekey
- name: ETIQUETA_REPOSITORY_KNOWNHOSTS
  value: /etc/etiqueta/ssh/known_hosts
- name: ETIQUETA_REPOSITORY_PASSPHRASE
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: passphrase
      optional: true
{{- end }}
{{- end }}
{{- with .Values.remote }}
{{- include "etiqueta.properties" (dict
  "ETIQUETA_REMOTE_NAME" .name
  "ETIQUETA_REMOTE_URL" .url) }}
{{- range $option, $value := .options }}
- name: ETIQUETA_REMOTE_OPTIONS_{{ upper $option }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Who may ask, whose signatures count, and the certificates of the ports. */}}
{{- define "etiqueta.securityEnv" -}}
{{- with .Values.security.keysSecret }}
- name: ETIQUETA_SECURITY_KEYS
  value: /etc/etiqueta/keys/keys
{{- end }}
{{- include "etiqueta.properties" (dict
  "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI" .Values.security.issuer
  "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES" (join "," .Values.security.audiences)) }}
{{- with .Values.model.signers }}
{{- include "etiqueta.properties" (dict
  "ETIQUETA_REPOSITORY_ALLOWEDSIGNERS" (empty .allowedSigners | ternary "" "/etc/etiqueta/signers/allowedSigners")
  "ETIQUETA_REPOSITORY_ALLOWEDPGPKEYS" (empty .allowedPgpKeys | ternary "" "/etc/etiqueta/signers/allowedPgpKeys")
  "ETIQUETA_MODELS_SIGNATURE_PUBLICKEY" (empty .modelKey | ternary "" "/etc/etiqueta/signers/modelKey")
  "ETIQUETA_MODELS_SIGNATURE_CERTIFICATES" (empty .modelAuthorities | ternary "" "/etc/etiqueta/signers/modelAuthorities")) }}
{{- range $i, $subject := .modelSubjects }}
- name: ETIQUETA_MODELS_SIGNATURE_SUBJECTS_{{ $i }}
  value: {{ $subject | quote }}
{{- end }}
{{- end }}
{{- with .Values.tls }}
{{- if .existingSecret }}
{{- include "etiqueta.properties" (dict
  "SERVER_SSL_BUNDLE" "server"
  "MANAGEMENT_SERVER_SSL_BUNDLE" "server"
  "SPRING_SSL_BUNDLE_PEM_SERVER_RELOADONUPDATE" "true"
  "SPRING_SSL_BUNDLE_PEM_SERVER_KEYSTORE_CERTIFICATE" "file:/etc/etiqueta/tls/tls.crt"
  "SPRING_SSL_BUNDLE_PEM_SERVER_KEYSTORE_PRIVATEKEY" "file:/etc/etiqueta/tls/tls.key") }}
{{- if $.Values.service.grpcPort }}
{{- include "etiqueta.properties" (dict
  "SPRING_GRPC_SERVER_SSL_BUNDLE" "server"
  "SPRING_GRPC_SERVER_SSL_CLIENTAUTH" (empty .clientAuthorities | ternary "" "optional")) }}
{{- end }}
{{- with .clientAuthorities }}
{{- include "etiqueta.properties" (dict
  "SERVER_SSL_CLIENTAUTH" "want"
  "SPRING_SSL_BUNDLE_PEM_SERVER_TRUSTSTORE_CERTIFICATE" (printf "file:/etc/etiqueta/tls/%s" .)) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The public keys of those whose signatures count, as files. */}}
{{- define "etiqueta.signers" -}}
{{- range $name := list "allowedSigners" "allowedPgpKeys" "modelKey" "modelAuthorities" }}
{{- with get $.Values.model.signers $name }}
{{ $name }}: |
  {{- . | trim | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The certificate is made out for a name, and a pod is asked by its address. */}}
{{- define "etiqueta.scrape" -}}
{{- if .Values.tls.existingSecret }}
scheme: https
tlsConfig:
  insecureSkipVerify: true
{{- end }}
{{- with .Values.monitoring.keySecret }}
authorization:
  credentials:
    name: {{ . }}
    key: token
{{- end }}
{{- end }}

{{- /* The ports of the urls that are configured: ssh 22, http 80, https 443, unless they say otherwise. */}}
{{- define "etiqueta.egressPorts" -}}
{{- $ports := .Values.networkPolicy.egress.ports }}
{{- $known := dict "http" 80 "https" 443 "ssh" 22 "webdav" 80 "webdavs" 443 }}
{{- $remote := .Values.remote }}
{{- range compact (list .Values.model.repository $remote.url (get $remote.options "endpointurl") .Values.tracing.endpoint .Values.security.issuer) }}
{{- if contains "://" . }}
{{- $url := urlParse . }}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" }}
{{- if $port }}
{{- $ports = append $ports (int $port) }}
{{- else if hasKey $known $url.scheme }}
{{- $ports = append $ports (get $known $url.scheme) }}
{{- end }}
{{- else if regexMatch "^[^/]+:" . }}
{{- $ports = append $ports 22 }}
{{- end }}
{{- end }}
{{- $numbers := list }}
{{- range $ports }}
{{- $numbers = append $numbers (int .) }}
{{- end }}
{{- $numbers | uniq | toJson }}
{{- end }}
